import React, { type ReactNode } from 'react';
import { useStyles2 } from '@grafana/ui';
import { answerStyles } from './answer-styles';

interface Props {
  readonly title: string;
  readonly children: ReactNode;
}

export function Section({ title, children }: Props) {
  const styles = useStyles2(answerStyles);
  return (
    <section className={styles.section} aria-label={title}>
      <h3 className={styles.heading}>{title}</h3>
      {children}
    </section>
  );
}
