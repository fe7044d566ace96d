import React, { useState } from 'react';
import { Button, IconButton, TextArea, useStyles2 } from '@grafana/ui';
import type { Resources } from '../ask/resources';
import { FEEDBACK } from '../words';
import { answerStyles } from './answer-styles';

interface Props {
  readonly resources: Resources;
  readonly explanationId: string;
}

type Thumbs = 'up' | 'down';

/** A thumb is recorded when it is pressed; a thumb down may add why. */
export function Feedback({ resources, explanationId }: Props) {
  const styles = useStyles2(answerStyles);
  const [thumbs, setThumbs] = useState<Thumbs | undefined>(undefined);
  const [comment, setComment] = useState('');
  const [said, setSaid] = useState('');
  const send = (given: Thumbs, text = ''): void => {
    setThumbs(given);
    const feedback = { thumbs: given, ...(text === '' ? {} : { comment: text }) };
    resources.sendFeedback(explanationId, feedback).then(
      () => setSaid(FEEDBACK.thanks()),
      (thrown: unknown) =>
        setSaid(FEEDBACK.failed(thrown instanceof Error ? thrown.message : String(thrown))),
    );
  };
  return (
    <div>
      <div className={styles.row}>
        <span className={styles.quiet}>{FEEDBACK.question()}</span>
        <Thumb thumbs="up" chosen={thumbs} onPress={() => send('up')} />
        <Thumb thumbs="down" chosen={thumbs} onPress={() => send('down')} />
        <span role="status" className={styles.quiet}>
          {said}
        </span>
      </div>
      {thumbs === 'down' && (
        <div className={styles.row}>
          <TextArea
            aria-label={FEEDBACK.comment()}
            placeholder={FEEDBACK.comment()}
            rows={2}
            maxLength={2000}
            value={comment}
            onChange={(event) => setComment(event.currentTarget.value)}
          />
          <Button
            size="sm"
            variant="secondary"
            disabled={comment.trim() === ''}
            onClick={() => send('down', comment.trim())}
          >
            {FEEDBACK.send()}
          </Button>
        </div>
      )}
    </div>
  );
}

interface ThumbProps {
  readonly thumbs: Thumbs;
  readonly chosen: Thumbs | undefined;
  readonly onPress: () => void;
}

function Thumb({ thumbs, chosen, onPress }: ThumbProps) {
  const label = thumbs === 'up' ? FEEDBACK.up() : FEEDBACK.down();
  const isChosen = chosen === thumbs;
  return (
    <IconButton
      name={thumbs === 'up' ? 'thumbs-up' : 'thumbs-down'}
      variant={isChosen ? 'primary' : 'secondary'}
      aria-pressed={isChosen}
      aria-label={label}
      tooltip={label}
      onClick={onPress}
    />
  );
}
