import React, { useEffect, useState } from 'react';
import { IconButton } from '@grafana/ui';
import { copyText } from '../copy';
import { ANSWER } from '../words';

interface Props {
  readonly text: () => string;
  readonly label: string;
}

/** Says in its own place whether the browser has copied. */
export function CopyButton({ text, label }: Props) {
  const [result, setResult] = useState<boolean | undefined>(undefined);
  useEffect(() => {
    if (result === undefined) return undefined;
    const over = setTimeout(() => setResult(undefined), 2500);
    return () => clearTimeout(over);
  }, [result]);
  const said = result === undefined ? label : result ? ANSWER.copied() : ANSWER.notCopied();
  return (
    <>
      <IconButton
        name={result === undefined ? 'copy' : result ? 'check' : 'exclamation-triangle'}
        size="md"
        tooltip={said}
        aria-label={label}
        onClick={(event) => {
          event.stopPropagation();
          const near = event.currentTarget.parentElement ?? undefined;
          void copyText(text(), near).then(setResult);
        }}
      />
      <span role="status" className="sr-only">
        {result === undefined ? '' : said}
      </span>
    </>
  );
}
