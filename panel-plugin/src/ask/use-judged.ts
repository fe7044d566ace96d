import { useEffect, useMemo, useState } from 'react';
import type { ClassifyReply, ClassifyRequest } from '@presage/contract';
import type { LogLine } from '../lines/line';
import { LIST } from '../words';
import { judged, nextBatch, unanswered, withJudgements, type Judgements } from './judging';
import { Resources } from './resources';

/** As `Resources` has it: the part that judges. */
export interface Judge {
  classify(request: ClassifyRequest, signal: AbortSignal): Promise<ClassifyReply>;
}

const NONE: Judgements = new Map();

/**
 * The lines, those of other datasources with the class that the sidecar gives them: a request at a time, none twice. `uid`: the
 * datasource to ask; undefined = there is none, `mayAsk`: nor may one be asked on a public dashboard.
 */
export function useJudged(
  lines: readonly LogLine[],
  uid: string | undefined,
  mayAsk: boolean,
): readonly LogLine[] {
  const [known, setKnown] = useState({ uid, judgements: NONE });
  const judgements = known.uid === uid ? known.judgements : NONE;
  const batch = useMemo(
    () => (uid === undefined || !mayAsk ? undefined : nextBatch(lines, judgements)),
    [lines, judgements, uid, mayAsk],
  );
  useEffect(() => {
    if (batch === undefined || uid === undefined) return undefined;
    const abort = new AbortController();
    const judge: Judge = new Resources(uid);
    void judge
      .classify({ lines: [...batch.lines] }, abort.signal)
      .then((reply) => judged(judgements, batch, reply))
      .catch((thrown: unknown) =>
        unanswered(judgements, batch, thrown instanceof Error ? thrown.message : String(thrown)),
      )
      .then((next) => {
        if (!abort.signal.aborted) setKnown({ uid, judgements: next });
      });
    return () => abort.abort();
  }, [batch, judgements, uid]);
  return useMemo(() => {
    return withJudgements(lines, judgements, whyNot(uid, mayAsk, batch !== undefined));
  }, [lines, judgements, uid, mayAsk, batch]);
}

function whyNot(uid: string | undefined, mayAsk: boolean, isAsking: boolean): string | undefined {
  if (!mayAsk) return LIST.publicDashboard();
  if (uid === undefined) return LIST.noDatasource();
  return isAsking ? undefined : LIST.tooMany();
}
