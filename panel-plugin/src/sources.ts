import type { DataFrame, DataQueryRequest } from '@grafana/data';
import { getDataSourceSrv } from '@grafana/runtime';
import type { LineSource } from './lines/line';

export const PRESAGE_DATASOURCE = 'presage-logs-datasource';

/** Which datasource a frame is of: by its query, or in Explore, where the panel sees no queries, by what the frame says itself. */
export function sourceOf(frame: DataFrame, request: DataQueryRequest | undefined): LineSource {
  const refId = frame.refId ?? '';
  const custom: unknown = frame.meta?.custom?.['datasourceUid'];
  const asked = request?.targets.find((target) => target.refId === refId)?.datasource;
  const uid = typeof custom === 'string' ? custom : (asked?.uid ?? '');
  return { refId, uid, type: asked?.uid === uid && asked.type ? asked.type : typeOf(uid) };
}

/** Where nothing was found yet: the Presage datasource that the panel asks, if it asks one. */
export function queriedSource(request: DataQueryRequest | undefined): LineSource | undefined {
  const ours = request?.targets.find(({ datasource }) => datasource?.type === PRESAGE_DATASOURCE);
  const uid = ours?.datasource?.uid ?? '';
  return ours === undefined ? undefined : { refId: ours.refId, type: PRESAGE_DATASOURCE, uid };
}

function typeOf(uid: string): string {
  return uid === '' ? '' : (getDataSourceSrv().getInstanceSettings(uid)?.type ?? '');
}

/**
 * The datasource that explains: a line of ours by its own, since it has the line's tenant; others by the chosen one, else the default
 * one, else the first. Undefined where there is none.
 */
export function explainerOf(source: LineSource | undefined, chosen: string): string | undefined {
  if (source?.type === PRESAGE_DATASOURCE && source.uid !== '') return source.uid;
  if (chosen !== '') return chosen;
  const ours = getDataSourceSrv().getList({ pluginId: PRESAGE_DATASOURCE });
  return (ours.find(({ isDefault }) => isDefault) ?? ours[0])?.uid;
}
