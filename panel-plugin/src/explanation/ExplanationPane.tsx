import React, { useCallback, useEffect, useMemo, useRef } from 'react';
import { css } from '@emotion/css';
import type { DataQuery } from '@grafana/schema';
import type { GrafanaTheme2 } from '@grafana/data';
import { Alert, IconButton, useStyles2 } from '@grafana/ui';
import type { Explanation, LogClass } from '@presage/contract';
import { contextOf, type Asking } from '../ask/asking';
import { Resources } from '../ask/resources';
import { requestOf, type How } from '../ask/target';
import type { Explanations } from '../ask/use-explanations';
import { timeText } from '../lines/time-text';
import type { PanelOptions } from '../options';
import type { Rights } from '../rights';
import { ANSWER, ASK, ENGINE } from '../words';
import { ClassBadge } from '../list/ClassBadge';
import { explanationOf, targetLine, type ContextLine } from './answer-parts';
import { answerStyles } from './answer-styles';
import { AnswerView } from './AnswerView';
import { AskBar } from './AskBar';
import { Correction } from './Correction';
import { EngineLine } from './EngineLine';
import { exploreEvent, exploreLink } from './explore-link';
import { Feedback } from './Feedback';
import { LineHead, type HeadLine } from './LineHead';
import { toMarkdown } from './markdown';
import type { Opened } from './opened';

interface Props {
  readonly opened: Opened;
  readonly explanations: Explanations;
  /** Of the datasource that explains; undefined where there is none. */
  readonly uid: string | undefined;
  readonly options: PanelOptions;
  readonly language: string | undefined;
  readonly rights: Rights;
  readonly queries: readonly DataQuery[];
  /** Puts in the values of the dashboard's variables. */
  readonly replace: (text: string) => string;
  readonly timeZone: string;
  readonly goTo: (line: ContextLine) => (() => void) | undefined;
  /** Undefined where there is nothing to go back to. */
  readonly onClose: (() => void) | undefined;
  readonly isCovering: boolean;
  /** What had the keys has gone behind it. */
  readonly takesFocus: boolean;
  /** The panel shows this one line because its query asks for its explanation. */
  readonly isExplainQuery: boolean;
}

/** One line and what it means. */
export function ExplanationPane(props: Props) {
  const { opened, explanations, uid, options, language, rights, timeZone, goTo, onClose, isCovering } = props;
  const own = useStyles2(getStyles);
  const styles = useStyles2(answerStyles);
  const { target, line } = opened;
  const resources = useMemo(() => (uid === undefined ? undefined : new Resources(uid)), [uid]);
  const asking = explanations.of(target);
  const explanation = explanationOf(asking);
  const ask = useAsk(props, resources);
  const head = line ?? headOf(asking);
  const exploreUrl = rights.explore ? exploreUrlOf(props, asking) : undefined;
  const pane = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (props.takesFocus) pane.current?.focus({ preventScroll: true });
    // eslint-disable-next-line react-hooks/exhaustive-deps -- when it is opened, never when the panel changes its size
  }, []);
  const press = (): void =>
    ask({
      engine: options.engine,
      language,
      refresh: explanation !== undefined && explanation.engine.name !== 'rules',
    });
  return (
    <div
      ref={pane}
      tabIndex={-1}
      className={own.pane}
      role="region"
      aria-label={ASK.label()}
      data-testid="presage-explanation"
    >
      {head !== undefined ? (
        <LineHead line={head} timeZone={timeZone}>
          {onClose !== undefined && <CloseButton isBack={isCovering} onClose={onClose} />}
        </LineHead>
      ) : (
        onClose !== undefined && <CloseButton isBack={isCovering} onClose={onClose} />
      )}
      {!rights.ask && <Alert severity="info" title={ASK.publicDashboard()} style={{ marginTop: 8 }} />}
      {rights.ask && uid === undefined && (
        <Alert severity="warning" title={ASK.noDatasource()} style={{ marginTop: 8 }} />
      )}
      {rights.ask && resources !== undefined && (
        <>
          <AskBar
            asking={asking}
            exploreUrl={exploreUrl}
            exploreLabel={props.isExplainQuery ? ANSWER.exploreService() : ANSWER.explore()}
            markdown={() => (explanation === undefined ? '' : toMarkdown(explanation))}
            onAsk={press}
            onStop={explanations.stop}
          >
            {explanation !== undefined && <Verdict explanation={explanation} known={head?.logClass} />}
          </AskBar>
          <div aria-live="polite" aria-busy={asking.is === 'asking'}>
            <AnswerView asking={asking} timeZone={timeZone} goTo={goTo} />
          </div>
          {explanation !== undefined && (
            <>
              <ContextNote explanation={explanation} timeZone={timeZone} />
              <EngineLine
                explanation={explanation}
                timeZone={timeZone}
                resources={resources}
                request={requestOf(target, { engine: 'model', language })}
              />
              <div className={styles.row} style={{ marginTop: 8 }}>
                <Feedback key={explanation.id} resources={resources} explanationId={explanation.id} />
                {rights.correct && (
                  <CorrectionOf {...props} explanation={explanation} resources={resources} />
                )}
              </div>
            </>
          )}
        </>
      )}
    </div>
  );
}

/** Asks, and on opening asks by itself what costs nothing; never twice, so that a refresh of the dashboard asks nothing. */
function useAsk(
  { opened, explanations, options, language, rights }: Props,
  resources: Resources | undefined,
) {
  const { ask: askFor, of } = explanations;
  const ask = useCallback(
    (how: How): void => {
      if (resources !== undefined)
        askFor(resources, { target: opened.target, otherwise: opened.otherwise, how });
    },
    [askFor, resources, opened],
  );
  const isDue =
    resources !== undefined && options.autoExplain && rights.ask && of(opened.target).is === 'idle';
  useEffect(() => {
    if (isDue) ask({ engine: options.engine === 'rules' ? 'rules' : 'cached', language });
    // eslint-disable-next-line react-hooks/exhaustive-deps -- what is due is asked once; other options wait for a press
  }, [isDue]);
  return ask;
}

function CloseButton({ isBack, onClose }: { readonly isBack: boolean; readonly onClose: () => void }) {
  const label = isBack ? ASK.back() : ASK.close();
  return (
    <IconButton
      name={isBack ? 'arrow-left' : 'times'}
      size="lg"
      tooltip={label}
      aria-label={label}
      onClick={onClose}
    />
  );
}

interface VerdictProps {
  readonly explanation: Explanation;
  /** The class that stands with the line already. */
  readonly known: LogClass | undefined;
}

function Verdict({ explanation, known }: VerdictProps) {
  const styles = useStyles2(answerStyles);
  const { log_class, confidence, class_reason, engine } = explanation;
  return (
    <>
      {log_class !== known && <ClassBadge logClass={log_class} />}
      <span className={styles.quiet} title={ANSWER.confidenceHelp()}>
        {ANSWER.confidence(Math.round(confidence * 100))} · {engine.model || ENGINE.rulesShort()}
      </span>
      {class_reason !== undefined && <span className={styles.quiet}>{class_reason}</span>}
    </>
  );
}

function ContextNote({
  explanation,
  timeZone,
}: {
  readonly explanation: Explanation;
  readonly timeZone: string;
}) {
  const styles = useStyles2(answerStyles);
  const { shown, total, window, filter, origin } = explanation.context;
  const time = (text: string) => timeText(Date.parse(text), timeZone, 'HH:mm:ss');
  return (
    <div className={`${styles.section} ${styles.quiet}`}>
      {ANSWER.context(shown, total)} {origin === 'store' ? ANSWER.fromStore() : ANSWER.fromPanel()},{' '}
      {time(window.from)}–{time(window.to)}: {filter}
    </div>
  );
}

interface CorrectionProps extends Props {
  readonly explanation: Explanation;
  readonly resources: Resources;
}

/** A class belongs to a template of a service: a line that has none cannot be corrected. */
function CorrectionOf({ opened, explanation, resources }: CorrectionProps) {
  const { target, line } = opened;
  const templateId = target.by === 'template' ? target.templateId : line?.templateId;
  const service = line?.service ?? targetLine(explanation.context)?.service;
  if (templateId === undefined || service === undefined || service === '') return null;
  return (
    <Correction
      resources={resources}
      templateId={templateId}
      service={service}
      logClass={explanation.log_class}
    />
  );
}

/** A line that only the sidecar knows. */
function headOf(asking: Asking): HeadLine | undefined {
  const line = targetLine(contextOf(asking));
  if (line === undefined) return undefined;
  return {
    timeMs: Date.parse(line.time),
    message: line.message,
    service: line.service === '' ? undefined : line.service,
    logClass: line.class,
    severity: line.severity,
    score: undefined,
    corrected: false,
    fields: {},
  };
}

function exploreUrlOf(
  { opened, uid, queries, replace, isExplainQuery }: Props,
  asking: Asking,
): string | undefined {
  if (opened.line !== undefined) return exploreLink(opened.line, queries, isExplainQuery, replace);
  const line = targetLine(contextOf(asking));
  if (line === undefined || line.event_id === '' || uid === undefined) return undefined;
  return exploreEvent(uid, line.event_id, Date.parse(line.time));
}

const getStyles = (theme: GrafanaTheme2) => ({
  pane: css({
    height: '100%',
    overflow: 'auto',
    padding: theme.spacing(0, 1, 2),
    position: 'relative',
    outline: 'none',
  }),
});
