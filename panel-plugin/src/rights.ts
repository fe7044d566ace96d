import { config } from '@grafana/runtime';

/** What the person who looks at the panel may do. The datasource's backend checks it again; this only spares dead buttons. */
export interface Rights {
  /** Resources of a datasource can be asked: not on a public dashboard. */
  readonly ask: boolean;
  /** From Editor up. */
  readonly correct: boolean;
  readonly explore: boolean;
}

export function rights(): Rights {
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- its successor is not in every Grafana that we run on
  const { bootData, exploreEnabled, publicDashboardAccessToken } = config;
  const { user } = bootData ?? {};
  const isPublic = publicDashboardAccessToken !== undefined && publicDashboardAccessToken !== '';
  const isEditor = user?.orgRole === 'Editor' || user?.orgRole === 'Admin' || user?.isGrafanaAdmin === true;
  return {
    ask: !isPublic,
    correct: !isPublic && isEditor,
    explore: !isPublic && exploreEnabled && user?.permissions?.['datasources:explore'] === true,
  };
}

/** '' where Grafana does not say. */
export function grafanaLanguage(): string {
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- its successor is not in every Grafana that we run on
  return config.bootData?.user.language ?? '';
}
