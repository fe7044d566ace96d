import React, { useMemo, useState } from 'react';
import { css } from '@emotion/css';
import type { GrafanaTheme2, PanelProps } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import { targetKey } from './ask/target';
import { isForeign } from './ask/judging';
import { useExplanations } from './ask/use-explanations';
import { useJudged } from './ask/use-judged';
import type { ContextLine } from './explanation/answer-parts';
import { ExplanationPane } from './explanation/ExplanationPane';
import { shownFinder, type FindShown } from './explanation/find-shown';
import { useCited } from './explanation/use-cited';
import { layoutOf } from './layout';
import { ofKinds, type Kind } from './list/class-filter';
import type { Reveal } from './list/LineList';
import { LineSide } from './list/LineSide';
import { readLines } from './lines/read-lines';
import { languageOf, readOptions, type PanelOptions } from './options';
import { grafanaLanguage, rights as readRights } from './rights';
import { explainerOf, queriedSource, sourceOf } from './sources';
import { useOpened, type Opening } from './use-opened';

const ALL: ReadonlySet<Kind> = new Set();

/** The panel: lines on one side, the explanation of one of them on the other. */
export function ExplainPanel(props: PanelProps<PanelOptions>) {
  const { data, width, height, options: saved, timeZone, replaceVariables } = props;
  const { series, request } = data;
  const styles = useStyles2(getStyles);
  const options = useMemo(() => readOptions(saved), [saved]);
  const read = useMemo(
    () => readLines(series, (frame) => sourceOf(frame, request), options.order),
    [series, request, options.order],
  );
  const rights = useMemo(() => readRights(), []);
  const lines = useJudged(read, explainerOf(read.find(isForeign)?.source, options.datasource), rights.ask);
  const [kinds, setKinds] = useState(ALL);
  const shown = useMemo(() => ofKinds(lines, kinds), [lines, kinds]);
  const explanations = useExplanations();
  const opening = useOpened(lines, series, options, replaceVariables);
  const { opened, isAlone, isExplainQuery, isPressed, open } = opening;
  const find = useMemo(() => shownFinder(lines), [lines]);
  const cited = useCited(opened === undefined ? undefined : explanations.of(opened.target), find);
  // A line that the filter hides could not be gone to.
  const { reveal, goTo, goBack } = useGoing(opening, find, () => setKinds(ALL));
  const layout = layoutOf(width, height, opened !== undefined, isAlone);
  return (
    <div
      className={styles.panel}
      style={{ width, height, flexDirection: layout.isBeside ? 'row' : 'column' }}
    >
      {layout.hasList && (
        <div className={styles.side} style={layout.list}>
          <LineSide
            data={data}
            lines={lines}
            shown={shown}
            kinds={kinds}
            onKinds={setKinds}
            columns={options.columns}
            timeZone={timeZone}
            width={layout.listWidth}
            isNarrow={layout.isNarrow}
            openKey={opened?.line?.key}
            cited={cited}
            reveal={reveal}
            onOpen={open}
          />
        </div>
      )}
      {opened !== undefined && (
        <div className={styles.side} style={layout.explanation}>
          <ExplanationPane
            key={targetKey(opened.target)}
            opened={opened}
            explanations={explanations}
            uid={explainerOf(
              opened.line?.source ?? lines[0]?.source ?? queriedSource(request),
              options.datasource,
            )}
            options={options}
            language={languageOf(options, grafanaLanguage())}
            rights={rights}
            queries={request?.targets ?? []}
            replace={(text) => replaceVariables(text, undefined, 'pipe')}
            timeZone={timeZone}
            goTo={goTo}
            onClose={isAlone ? undefined : goBack}
            isCovering={!layout.hasList}
            takesFocus={isPressed && !layout.hasList}
            isExplainQuery={isExplainQuery}
          />
        </div>
      )}
    </div>
  );
}

/** Where the list is to go: to a line that an answer cites, where it has it, and back to the one whose explanation is closed. */
function useGoing({ opened, isAlone, close }: Opening, find: FindShown, showAll: () => void) {
  const [reveal, setReveal] = useState<Reveal | undefined>(undefined);
  const goTo = (line: ContextLine) => {
    const key = isAlone ? undefined : find(line)?.key;
    if (key === undefined) return undefined;
    return () => {
      showAll();
      setReveal({ key });
    };
  };
  const goBack = (): void => {
    close();
    setReveal(opened?.line && { key: opened.line.key, isBack: true });
  };
  return { reveal, goTo, goBack };
}

const getStyles = (theme: GrafanaTheme2) => ({
  panel: css({ display: 'flex', gap: theme.spacing(1), overflow: 'hidden' }),
  side: css({ display: 'flex', flexDirection: 'column', minWidth: 0, minHeight: 0 }),
});
