import React from 'react';
import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import type { ExplainContext } from '@presage/contract';
import { ClassBadge } from '../list/ClassBadge';
import { timeText } from '../lines/time-text';
import { ANSWER } from '../words';
import { answerStyles } from './answer-styles';
import { Section } from './Section';
import { Spark } from './Spark';

type SignalsOfLine = NonNullable<ExplainContext['signals']>;

interface Props {
  readonly signals: SignalsOfLine;
  readonly timeZone: string;
}

/** As many kinds of line as are of use at a glance. */
const MOST_TEMPLATES = 5;

/** What stands around the line besides lines: what is new or rising, who else has trouble, scores and series. */
export function Signals({ signals, timeZone }: Props) {
  const styles = useStyles2(answerStyles);
  const own = useStyles2(getStyles);
  const { templates = [], onsets = [], scores = [], series = [] } = signals;
  const changing = templates.filter(({ trend }) => trend !== 'steady').slice(0, MOST_TEMPLATES);
  const anomalous = scores.filter(({ score }) => score > 1);
  if (changing.length + onsets.length + anomalous.length + series.length === 0) return null;
  return (
    <Section title={ANSWER.around()}>
      <ul className={styles.list}>
        {changing.map((one) => (
          <li key={`${one.service} ${one.template_id}`}>
            <div className={styles.row}>
              <strong>{one.trend === 'new' ? ANSWER.new() : ANSWER.rising()}</strong>
              <ClassBadge logClass={one.class} />
              <span className={styles.quiet}>
                {one.service} · {ANSWER.times(one.count, one.before)}
              </span>
            </div>
            <div className={styles.mono}>{one.template}</div>
          </li>
        ))}
        {onsets.map(({ service, time, count }) => (
          <li key={service}>{ANSWER.onset(service, timeText(Date.parse(time), timeZone, 'HH:mm'), count)}</li>
        ))}
        {anomalous.map((one) => (
          <li key={one.for}>{ANSWER.scoreOf(ANSWER.detector(one.for), one.score.toFixed(1))}</li>
        ))}
      </ul>
      <div className={own.series}>
        {series.map(({ name, values }) => (
          <figure key={name} className={own.figure}>
            <Spark values={values} />
            <figcaption className={styles.quiet}>{name}</figcaption>
          </figure>
        ))}
      </div>
    </Section>
  );
}

/** The user's own pages whose header matches the line: plain text, as all else. */
export function Runbooks({ runbooks }: { readonly runbooks: NonNullable<SignalsOfLine['runbooks']> }) {
  const styles = useStyles2(answerStyles);
  return (
    <Section title={ANSWER.runbooks()}>
      <ul className={styles.list}>
        {runbooks.map(({ id, title, file, text }) => (
          <li key={id}>
            <details>
              <summary>
                {id} {title} <span className={styles.quiet}>{file}</span>
              </summary>
              <div className={styles.mono}>{text}</div>
            </details>
          </li>
        ))}
      </ul>
    </Section>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  series: css({ display: 'flex', flexWrap: 'wrap', gap: theme.spacing(2), marginTop: theme.spacing(1) }),
  figure: css({ margin: 0 }),
});
