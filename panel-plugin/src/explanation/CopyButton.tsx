import React from 'react';
import { Button, IconButton } from '@grafana/ui';
import { ANSWER } from '../words';
import { useCopy } from './use-copy';

interface Props {
  readonly text: () => string;
  readonly label: string;
}

/** Says in its own place whether the browser has copied. */
export function CopyButton({ text, label }: Props) {
  const { result, copy } = useCopy(text);
  const said = saidOf(result, label);
  return (
    <>
      <IconButton name={iconOf(result)} size="md" tooltip={said} aria-label={label} onClick={copy} />
      <Spoken result={result} />
    </>
  );
}

/** The same with its words. */
export function WordyCopyButton({ text, label }: Props) {
  const { result, copy } = useCopy(text);
  return (
    <Button size="sm" variant="secondary" icon={iconOf(result)} onClick={copy}>
      {saidOf(result, label)}
    </Button>
  );
}

function Spoken({ result }: { readonly result: boolean | undefined }) {
  return (
    <span role="status" className="sr-only">
      {result === undefined ? '' : saidOf(result, '')}
    </span>
  );
}

function saidOf(result: boolean | undefined, label: string): string {
  return result === undefined ? label : result ? ANSWER.copied() : ANSWER.notCopied();
}

function iconOf(result: boolean | undefined): 'copy' | 'check' | 'exclamation-triangle' {
  return result === undefined ? 'copy' : result ? 'check' : 'exclamation-triangle';
}
