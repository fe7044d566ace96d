import { CodeEditor } from '@grafana/ui';
import React, { useState } from 'react';
import { migrateQuery } from '../query/migrate';
import type { PresageQuery } from '../query/model';
import { Field } from './Field';
import { say } from './words';

interface Props {
  readonly query: PresageQuery;
  readonly onRun: (query: PresageQuery) => void;
}

/** The query as it is saved, for copying between dashboards, provisioning and code. What cannot be read changes nothing. */
export function QueryJson({ query, onRun }: Props) {
  const [problem, setProblem] = useState<string>();
  const { refId, datasource, hide, key, ...shown } = query;
  const json = JSON.stringify(shown, null, 2);
  const commit = (text: string) => {
    const read = parse(text);
    setProblem(read.problem);
    if (read.saved !== undefined && text !== json)
      onRun({ ...migrateQuery({ ...read.saved, refId }), ...said({ datasource, hide, key }) });
  };
  return (
    <Field label={say('label.json')} grow invalid={problem !== undefined} error={problem}>
      <CodeEditor
        value={json}
        language="json"
        height="200px"
        showMiniMap={false}
        showLineNumbers={false}
        onBlur={commit}
        onSave={commit}
      />
    </Field>
  );
}

function said<Known extends object>(known: Known): Partial<Known> {
  return Object.fromEntries(
    Object.entries(known).filter(([, value]) => value !== undefined),
  ) as Partial<Known>;
}

export function parse(text: string): { readonly saved?: Record<string, unknown>; readonly problem?: string } {
  try {
    const saved: unknown = JSON.parse(text);
    if (typeof saved === 'object' && saved !== null && !Array.isArray(saved))
      return { saved: saved as Record<string, unknown> };
    return { problem: say('problem.no-object') };
  } catch (thrown) {
    return {
      problem: say('problem.no-json', { reason: thrown instanceof Error ? thrown.message : String(thrown) }),
    };
  }
}
