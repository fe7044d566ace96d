import React, { useState } from 'react';
import { Button, Icon, useStyles2 } from '@grafana/ui';
import type { Explanation, ExplainRequest } from '@presage/contract';
import type { Resources } from '../ask/resources';
import { ageText, timeText } from '../lines/time-text';
import { ENGINE } from '../words';
import { answerStyles } from './answer-styles';
import { Preview } from './Preview';

interface Props {
  readonly explanation: Explanation;
  readonly timeZone: string;
  readonly resources: Resources;
  readonly request: ExplainRequest;
}

/** Who answered, when, and what was kept from them. */
export function EngineLine({ explanation, timeZone, resources, request }: Props) {
  const styles = useStyles2(answerStyles);
  const [isPreviewing, setPreviewing] = useState(false);
  const [openedAt] = useState(() => Date.now());
  const { engine, cached, created_at, redacted } = explanation;
  const at = Date.parse(created_at);
  const isRules = engine.name === 'rules';
  return (
    <div className={styles.section}>
      <div className={styles.row} data-testid="presage-engine">
        <Icon name={isRules ? 'book' : 'ai'} />
        <span>{isRules ? ENGINE.rules() : `${ENGINE.answeredBy()} ${engine.name} · ${engine.model}`}</span>
        <span className={styles.quiet} title={timeText(at, timeZone)}>
          {cached ? ENGINE.cached(ageText(openedAt - at)) : timeText(at, timeZone, 'HH:mm:ss')}
        </span>
        {redacted > 0 && (
          <span className={styles.quiet} title={ENGINE.hiddenHelp()}>
            <Icon name="shield" size="sm" /> {ENGINE.hidden(redacted)}
          </span>
        )}
        <Button
          size="sm"
          variant="secondary"
          fill="text"
          icon="eye"
          aria-expanded={isPreviewing}
          onClick={() => setPreviewing(!isPreviewing)}
        >
          {ENGINE.preview()}
        </Button>
      </div>
      {isPreviewing && <Preview resources={resources} request={request} />}
    </div>
  );
}
