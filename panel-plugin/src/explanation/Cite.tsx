import React from 'react';
import { useStyles2 } from '@grafana/ui';
import { ANSWER } from '../words';
import { answerStyles } from './answer-styles';

interface Props {
  readonly ids: readonly string[];
  /** What the line says, for who points at it. */
  readonly titleOf: (id: string) => string | undefined;
  readonly onCite: (id: string) => void;
}

/** The lines that a claim leans on; pressing one goes to it. */
export function Cites({ ids, titleOf, onCite }: Props) {
  const styles = useStyles2(answerStyles);
  return (
    <>
      {ids.map((id) => (
        <button
          key={id}
          type="button"
          className={styles.cite}
          aria-label={ANSWER.cites(id)}
          title={titleOf(id)}
          onClick={() => onCite(id)}
        >
          {id}
        </button>
      ))}
    </>
  );
}
