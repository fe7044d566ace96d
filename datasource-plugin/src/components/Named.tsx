import React, { useId, type CSSProperties, type ReactNode } from 'react';

interface Props {
  readonly name: string;
  readonly children: (labelId: string) => ReactNode;
}

const UNSEEN: CSSProperties = {
  position: 'absolute',
  width: 1,
  height: 1,
  overflow: 'hidden',
  clipPath: 'inset(50%)',
  whiteSpace: 'nowrap',
};

/** A name for screen readers: Grafana's choosers take none but by the id of an element that shows it. */
export function Named({ name, children }: Props) {
  const id = useId();
  return (
    <>
      <span id={id} style={UNSEEN}>
        {name}
      </span>
      {children(id)}
    </>
  );
}
