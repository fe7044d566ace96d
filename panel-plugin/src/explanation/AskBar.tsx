import React, { type ReactNode } from 'react';
import { Alert, Button, LinkButton, LoadingPlaceholder, useStyles2 } from '@grafana/ui';
import type { Asking } from '../ask/asking';
import { ANSWER, ASK } from '../words';
import { answerStyles } from './answer-styles';
import { WordyCopyButton } from './CopyButton';

interface Props {
  readonly asking: Asking;
  readonly exploreUrl: string | undefined;
  readonly exploreLabel: string;
  readonly markdown: () => string;
  readonly onAsk: () => void;
  readonly onStop: () => void;
  readonly children?: ReactNode;
}

/** What can be done next, and how far the question is. */
export function AskBar({ asking, exploreUrl, exploreLabel, markdown, onAsk, onStop, children }: Props) {
  const styles = useStyles2(answerStyles);
  const main = mainButton(asking);
  return (
    <>
      <div className={styles.row} style={{ marginTop: 8 }}>
        {asking.is === 'asking' ? (
          <Button key="stop" size="sm" variant="secondary" icon="times" onClick={onStop}>
            {ASK.stop()}
          </Button>
        ) : (
          <Button
            key={main.label}
            size="sm"
            variant={main.isPrimary ? 'primary' : 'secondary'}
            icon={main.icon}
            onClick={onAsk}
          >
            {main.label}
          </Button>
        )}
        {asking.is === 'answered' && <WordyCopyButton text={markdown} label={ANSWER.copyMarkdown()} />}
        {exploreUrl !== undefined && (
          <LinkButton size="sm" variant="secondary" icon="compass" href={exploreUrl} target="_blank">
            {exploreLabel}
          </LinkButton>
        )}
        {children}
      </div>
      <Progress asking={asking} />
    </>
  );
}

function mainButton(asking: Asking): { label: string; isPrimary: boolean; icon: 'ai' | 'sync' } {
  if (asking.is === 'idle' || asking.is === 'asking')
    return { label: ASK.explain(), isPrimary: true, icon: 'ai' };
  if (asking.is !== 'answered') return { label: ASK.retry(), isPrimary: true, icon: 'sync' };
  if (wasModelSpared(asking)) return { label: ASK.askModel(), isPrimary: true, icon: 'ai' };
  return { label: ASK.again(), isPrimary: false, icon: 'sync' };
}

/** The rules engine answered only because nothing else was asked for; the reason says that there is a model. */
export function wasModelSpared(asking: Asking): boolean {
  return (
    asking.is === 'answered' &&
    asking.how.engine === 'cached' &&
    asking.explanation.engine.name === 'rules' &&
    asking.explanation.engine.reason !== undefined
  );
}

function Progress({ asking }: { readonly asking: Asking }) {
  const styles = useStyles2(answerStyles);
  if (asking.is === 'asking') return <LoadingPlaceholder className={styles.quiet} text={doing(asking)} />;
  if (asking.is === 'stopped')
    return <Alert severity="info" title={ASK.stopped()} style={{ margin: '8px 0 0' }} />;
  if (asking.is === 'failed')
    return (
      <Alert severity="error" title={asking.error.message} style={{ margin: '8px 0 0' }}>
        {ASK.hint(asking.error.code)}
      </Alert>
    );
  const reason = asking.is === 'answered' ? asking.explanation.engine.reason : undefined;
  if (reason === undefined) return null;
  if (wasModelSpared(asking))
    return (
      <div className={styles.quiet} style={{ marginTop: 6 }}>
        {reason}
      </div>
    );
  return (
    <Alert severity="warning" title={ASK.rulesAnswered()} style={{ margin: '8px 0 0' }}>
      {reason}
    </Alert>
  );
}

function doing(asking: Extract<Asking, { is: 'asking' }>): string {
  if (asking.partial !== undefined)
    return ASK.writing(asking.partial.engine.model || asking.partial.engine.name);
  return asking.context === undefined ? ASK.gathering() : ASK.reading();
}
