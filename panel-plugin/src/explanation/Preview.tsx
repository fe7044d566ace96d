import React, { useEffect, useRef, useState } from 'react';
import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { Alert, LoadingPlaceholder, useStyles2 } from '@grafana/ui';
import type { ExplainPreview, ExplainRequest } from '@presage/contract';
import type { Resources } from '../ask/resources';
import { ENGINE } from '../words';
import { answerStyles } from './answer-styles';

interface Props {
  readonly resources: Resources;
  readonly request: ExplainRequest;
}

/** The prompt as a model would get it, hidden values already replaced. Asking for it sends nothing to a model. */
export function Preview({ resources, request }: Props) {
  const styles = useStyles2(answerStyles);
  const own = useStyles2(getStyles);
  const { preview, error } = usePreview(resources, request);
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    box.current?.scrollIntoView({ block: 'nearest' });
  }, [preview]);
  if (error !== undefined) return <Alert severity="warning" title={error} />;
  if (preview === undefined) return <LoadingPlaceholder text={ENGINE.previewLoading()} />;
  return (
    <div ref={box} className={own.box} role="region" aria-label={ENGINE.previewTitle()}>
      <div>{preview.note}</div>
      <div className={styles.quiet}>
        {[preview.engine.name, preview.engine.model].filter(Boolean).join(' · ')} ·{' '}
        {ENGINE.previewLines(preview.lines)} · {ENGINE.hidden(preview.redacted)}
      </div>
      <h4 className={styles.heading}>{ENGINE.previewPrompt()}</h4>
      {/* What scrolls must be reachable by keyboard. */}
      <pre className={own.prompt} tabIndex={0}>
        {preview.prompt}
      </pre>
      <details>
        <summary>{ENGINE.previewSystem()}</summary>
        <pre className={own.prompt}>{preview.system}</pre>
      </details>
    </div>
  );
}

function usePreview(resources: Resources, request: ExplainRequest) {
  const [result, setResult] = useState<{ readonly preview?: ExplainPreview; readonly error?: string }>({});
  useEffect(() => {
    let isHere = true;
    resources.preview(request).then(
      (preview) => isHere && setResult({ preview }),
      (thrown: unknown) =>
        isHere && setResult({ error: thrown instanceof Error ? thrown.message : String(thrown) }),
    );
    return () => {
      isHere = false;
    };
    // eslint-disable-next-line react-hooks/exhaustive-deps -- once, when it is opened: the request is of what was answered
  }, []);
  return result;
}

const getStyles = (theme: GrafanaTheme2) => ({
  box: css({
    display: 'grid',
    gap: theme.spacing(1),
    marginTop: theme.spacing(1),
    padding: theme.spacing(1.5),
    borderRadius: theme.shape.radius.default,
    border: `1px solid ${theme.colors.border.weak}`,
  }),
  prompt: css({
    maxHeight: 280,
    overflow: 'auto',
    margin: 0,
    whiteSpace: 'pre-wrap',
    overflowWrap: 'anywhere',
    fontSize: theme.typography.bodySmall.fontSize,
  }),
});
