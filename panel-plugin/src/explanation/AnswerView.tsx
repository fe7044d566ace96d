import React, { useState } from 'react';
import { useStyles2 } from '@grafana/ui';
import { contextOf, type Asking } from '../ask/asking';
import { plainText } from '../lines/plain-text';
import { ANSWER } from '../words';
import { answerStyles } from './answer-styles';
import { citedIds, partsOf, relatedLines, whyCited, type ContextLine } from './answer-parts';
import { Causes } from './Causes';
import { Evidence, type Pointed } from './Evidence';
import { Section } from './Section';
import { Runbooks, Signals } from './Signals';
import { Steps } from './Steps';

interface Props {
  readonly asking: Asking;
  readonly timeZone: string;
  /** Scrolls the list to a line that it shows; undefined for one that it does not. */
  readonly goTo: (line: ContextLine) => (() => void) | undefined;
}

/** An answer as far as it has come, as plain text: nothing that a log or a model wrote is ever read as markup. */
export function AnswerView({ asking, timeZone, goTo }: Props) {
  const styles = useStyles2(answerStyles);
  const [pointed, setPointed] = useState<Pointed | undefined>(undefined);
  const [isAllOpen, setAllOpen] = useState(false);
  const context = contextOf(asking);
  const parts = partsOf(asking);
  const lines = context?.lines ?? [];
  const cited = new Set(citedIds(parts, context));
  const lineOf = (id: string) => lines.find((line) => line.id === id);
  const onCite = (id: string): void => {
    const line = lineOf(id);
    if (line !== undefined) goTo(line)?.();
    if (!cited.has(id)) setAllOpen(true);
    setPointed({ id });
  };
  const titleOf = (id: string) => plainText(lineOf(id)?.message.slice(0, 300) ?? '');
  const related = relatedLines(parts, lines, cited);
  const evidence = {
    target: context?.target ?? '',
    timeZone,
    whyOf: (id: string) => whyCited(parts, id),
    pointed,
    onGoTo: goTo,
  };
  const pointedBelow = pointed && cited.has(pointed.id) ? undefined : pointed;
  const { likely_causes: causes = [], unknowns = [], remediation = [] } = parts;
  return (
    <div>
      {parts.what_happened !== undefined && parts.what_happened !== '' && (
        <Section title={ANSWER.happened()}>
          <div className={styles.happened}>{parts.what_happened}</div>
        </Section>
      )}
      {causes.length > 0 && (
        <Section title={ANSWER.causes()}>
          <Causes causes={causes} titleOf={titleOf} onCite={onCite} />
        </Section>
      )}
      {unknowns.length > 0 && (
        <Section title={ANSWER.unknowns()}>
          <ul className={styles.bullets}>
            {unknowns.map((text, place) => (
              <li key={place}>{text}</li>
            ))}
          </ul>
        </Section>
      )}
      {remediation.length > 0 && (
        <Section title={ANSWER.steps()}>
          <Steps steps={remediation} />
        </Section>
      )}
      {cited.size > 0 && (
        <Section title={ANSWER.evidence()}>
          <Evidence {...evidence} lines={lines.filter(({ id }) => cited.has(id))} />
        </Section>
      )}
      {related.length > 0 && (
        <Section title={ANSWER.related()}>
          <Evidence {...evidence} lines={related} />
        </Section>
      )}
      {context?.signals?.runbooks !== undefined && context.signals.runbooks.length > 0 && (
        <Runbooks runbooks={context.signals.runbooks} />
      )}
      {context?.signals !== undefined && <Signals signals={context.signals} timeZone={timeZone} />}
      {lines.length > 0 && asking.is !== 'asking' && (
        <details
          className={styles.section}
          open={isAllOpen}
          onToggle={(event) => setAllOpen(event.currentTarget.open)}
        >
          <summary className={styles.quiet}>{ANSWER.allLines(lines.length)}</summary>
          {isAllOpen && <Evidence {...evidence} pointed={pointedBelow} lines={lines} />}
        </details>
      )}
    </div>
  );
}
