import { CodeEditor, type Monaco, type MonacoEditor } from '@grafana/ui';
import { getDefaultTimeRange, type TimeRange } from '@grafana/data';
import React, { useEffect, useRef } from 'react';
import type { PresageDatasource } from '../datasource';
import { completionsAt, LANGUAGE, type Completions } from './logsql-completion';
import { Field } from './Field';
import { say } from './words';

interface Props {
  readonly value: string;
  readonly datasource: PresageDatasource;
  readonly range: TimeRange | undefined;
  readonly onCommit: (logsql: string) => void;
}

/** LogsQL with the names of fields, their values and dashboard variables offered as one types. Runs on leaving and Ctrl+S. */
export function LogsqlField({ value, datasource, range, onCommit }: Props) {
  const stop = useRef<(() => void) | undefined>(undefined);
  const latest = useRef(range);
  useEffect(() => {
    latest.current = range;
  }, [range]);
  useEffect(() => () => stop.current?.(), []);
  const register = (monaco: Monaco) => {
    if (!monaco.languages.getLanguages().some(({ id }) => id === LANGUAGE))
      monaco.languages.register({ id: LANGUAGE });
  };
  const offer = (editor: MonacoEditor, monaco: Monaco) => {
    stop.current?.();
    const find = (before: string) =>
      completionsAt(
        before,
        datasource.resources,
        latest.current ?? getDefaultTimeRange(),
        datasource.variableNames(),
      );
    stop.current = offerCompletions(editor, monaco, find);
  };
  const commit = (text: string) => text !== value && onCommit(text);
  return (
    <Field label={say('label.logsql')} tooltip={say('help.logsql')} grow>
      <CodeEditor
        value={value}
        language={LANGUAGE}
        height="56px"
        showMiniMap={false}
        showLineNumbers={false}
        monacoOptions={{
          fontSize: 13,
          wordWrap: 'on',
          scrollBeyondLastLine: false,
          folding: false,
          lineDecorationsWidth: 4,
        }}
        onBeforeEditorMount={register}
        onEditorDidMount={offer}
        onBlur={commit}
        onSave={commit}
      />
    </Field>
  );
}

/** Each editor of a page is offered its own: a provider of Monaco's is for the language. Returns what ends it. */
function offerCompletions(
  editor: MonacoEditor,
  monaco: Monaco,
  find: (before: string) => Promise<Completions>,
): () => void {
  const { Value, Field } = monaco.languages.CompletionItemKind;
  const provider = monaco.languages.registerCompletionItemProvider(LANGUAGE, {
    // Each character of an operator asks anew: an answer that comes when one more is typed fits nothing, and Monaco would then go on
    // with it instead of asking again.
    triggerCharacters: [':', '=', '~', '!', '{', '"', '$', ' ', '('],
    provideCompletionItems: async (model, { lineNumber, column }) => {
      if (model !== editor.getModel()) return { suggestions: [] };
      const line = { startLineNumber: lineNumber, endLineNumber: lineNumber };
      const { typed, offered, isPart } = await find(
        model.getValueInRange({ ...line, startColumn: 1, endColumn: column }),
      );
      return {
        incomplete: isPart,
        suggestions: offered.map(({ label, detail, insert, filter, isValue }) => ({
          label,
          detail,
          insertText: insert,
          filterText: filter,
          kind: isValue ? Value : Field,
          range: { ...line, startColumn: column - typed.length, endColumn: column },
        })),
      };
    },
  });
  return () => provider.dispose();
}
