import { SEVERITIES, type Severity } from '@presage/contract';
import { type Fact, FACTS } from '../fact.ts';
import { createCases } from './cases.ts';
import { CONFIDENCE } from './confidence.ts';
import { decide } from './decide.ts';
import { guard, withoutNames, withoutZeros } from './guards.ts';
import type { Judgement } from './judgement.ts';
import type { Model } from './model.ts';
import { read } from './reading.ts';
import { matches, type SignatureIndex } from './signature-index.ts';
import { TEXT_LIMIT, wordsOf } from './words.ts';

/** Gives the verdicts of one template's lines. */
export interface Judge {
  /**
   * `content` is the line's text, `level` its explicit level, `fact` what its fields say besides. The same frozen object for all
   * lines of one case.
   */
  judge(content: string, level: Severity | undefined, fact?: Fact): Judgement;
}

const LEVELS = SEVERITIES.length + 1;
const SAID = LEVELS * (FACTS.length + 1);

/**
 * A row of a dump, name and value joined by dots: `illegal instruction......0`. The words name a flag, and one that is not
 * set says nothing, at whatever level the dump is written.
 */
const UNSET = '....0';
const UNSET_FLAG: Judgement = Object.freeze({
  class: 'normal',
  severity: 'info',
  category: 'system_notification',
  by: 'default',
  confidence: CONFIDENCE.unsetFlag,
  signature: undefined,
});

/** Reads the template once; a line then costs the scan for its deciding values, if any, and a look-up. */
export function createJudge(
  template: string,
  index: SignatureIndex,
  model: Model,
  share: (judgement: Judgement) => Judgement,
): Judge {
  const text = withoutNames(template.slice(0, TEXT_LIMIT));
  const guarded = guard(text);
  const candidates = index.find(wordsOf(guarded.text));
  const cases = createCases(text, guarded, candidates);
  const mayBeFlag = template.endsWith('<*>') || template.endsWith(UNSET);
  const verdicts = new Map<number, Judgement>();
  const verdictOf = (lineCase: number, level: Severity | undefined, fact: Fact | undefined): Judgement => {
    const reading = read(
      withoutZeros(guarded, (place) => cases.isZero(place, lineCase)),
      model,
    );
    const matched = candidates
      .filter((pattern) => matches(pattern, reading.words) && cases.holds(pattern, lineCase))
      .map(({ signature }) => signature)
      .filter(
        ({ match: { levels } }) => levels === undefined || (level !== undefined && levels.includes(level)),
      );
    return share(decide(matched, reading, level, fact));
  };
  return {
    judge(content, level, fact) {
      if (mayBeFlag && content.endsWith(UNSET)) return UNSET_FLAG;
      const lineCase = cases.caseOf(content);
      const said = level === undefined ? 0 : SEVERITIES.indexOf(level) + 1;
      const key = lineCase * SAID + (fact === undefined ? 0 : (FACTS.indexOf(fact) + 1) * LEVELS) + said;
      let verdict = verdicts.get(key);
      if (verdict === undefined) verdicts.set(key, (verdict = verdictOf(lineCase, level, fact)));
      return verdict;
    },
  };
}
