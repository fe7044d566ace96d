import { useEffect, useState } from 'react';
import type { PresageDatasource } from '../datasource';
import { errorText } from '../error-text';
import type { StatusReply } from '../resources';

interface Store {
  readonly store?: StatusReply['store'];
  readonly problem?: string;
}

/** Which store answers; until it is known, nothing. */
export function useStore({ resources }: Pick<PresageDatasource, 'resources'>): Store {
  const [state, setState] = useState<Store>({});
  useEffect(() => {
    let isShown = true;
    resources.status().then(
      ({ store }) => isShown && setState({ store }),
      (thrown: unknown) => isShown && setState({ problem: errorText(thrown) }),
    );
    return () => {
      isShown = false;
    };
  }, [resources]);
  return state;
}
