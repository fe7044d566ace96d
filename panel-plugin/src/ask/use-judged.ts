import { useEffect, useMemo, useState } from 'react';
import type { ClassifyReply, ClassifyRequest } from '@presage/contract';
import type { LogLine } from '../lines/line';
import { LIST } from '../words';
import { judged, nextBatch, withJudgements, type Judgements } from './judging';
import { Resources } from './resources';

/** As `Resources` has it: the part that judges. */
export interface Judge {
  classify(request: ClassifyRequest, signal: AbortSignal): Promise<ClassifyReply>;
}

const NONE: Judgements = new Map();

interface Known {
  readonly uid: string | undefined;
  readonly judgements: Judgements;
  /** Nothing more is asked of these lines; of those that a refresh brings it is. */
  readonly failure?: { readonly of: readonly LogLine[]; readonly why: string };
}

/**
 * The lines, those of other datasources with the class that the sidecar gives them: a request at a time, none twice. `uid`: the
 * datasource to ask; undefined = there is none, `mayAsk`: nor may one be asked on a public dashboard.
 */
export function useJudged(
  lines: readonly LogLine[],
  uid: string | undefined,
  mayAsk: boolean,
): readonly LogLine[] {
  const [state, setState] = useState<Known>({ uid, judgements: NONE });
  const { judgements, failure }: Known = state.uid === uid ? state : { uid, judgements: NONE };
  const failed = failure?.of === lines ? failure.why : undefined;
  const batch = useMemo(
    () => (uid === undefined || !mayAsk || failed !== undefined ? undefined : nextBatch(lines, judgements)),
    [lines, judgements, uid, mayAsk, failed],
  );
  useEffect(() => {
    if (batch === undefined || uid === undefined) return undefined;
    const abort = new AbortController();
    const judge: Judge = new Resources(uid);
    void judge
      .classify({ lines: [...batch.lines] }, abort.signal)
      .then((reply): Known => ({ uid, judgements: judged(judgements, batch, reply) }))
      .catch((thrown: unknown): Known => {
        const why = thrown instanceof Error ? thrown.message : String(thrown);
        return { uid, judgements, failure: { of: lines, why } };
      })
      .then((next) => {
        if (!abort.signal.aborted) setState(next);
      });
    return () => abort.abort();
  }, [batch, judgements, uid, lines]);
  return useMemo(() => {
    return withJudgements(lines, judgements, failed ?? whyNot(uid, mayAsk, batch !== undefined));
  }, [lines, judgements, uid, mayAsk, batch, failed]);
}

function whyNot(uid: string | undefined, mayAsk: boolean, isAsking: boolean): string | undefined {
  if (!mayAsk) return LIST.publicDashboard();
  if (uid === undefined) return LIST.noDatasource();
  return isAsking ? undefined : LIST.tooMany();
}
