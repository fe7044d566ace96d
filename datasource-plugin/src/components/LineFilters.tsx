import React from 'react';
import { InlineFieldRow } from '@grafana/ui';
import type { TimeRange } from '@grafana/data';
import type { PresageDatasource } from '../datasource';
import { canFilter, type Accepted } from '../query/accepts';
import { valuesOf, withValues } from '../query/filters';
import { CLASSES, FIELD, SEVERITIES, type PresageQuery } from '../query/model';
import { TextField } from './TextField';
import { useTemplateOptions, useValueOptions } from './use-options';
import { ValuesField } from './ValuesField';
import { say } from './words';

interface Props {
  readonly query: PresageQuery;
  readonly accepted: Accepted;
  readonly datasource: PresageDatasource;
  readonly range: TimeRange | undefined;
  readonly onRun: (query: PresageQuery) => void;
}

const classOptions = () => CLASSES.map((value) => ({ value, label: say(`class.${value}`) }));
const SEVERITY_OPTIONS = SEVERITIES.map((value) => ({ value, label: value }));
const CONTROLS = [
  { name: 'class', field: FIELD.class, label: 'label.class', help: 'help.class' },
  { name: 'severity', field: FIELD.severity, label: 'label.severity', help: 'help.severity' },
  { name: 'service', field: FIELD.service, label: 'label.service', help: 'help.service' },
  { name: 'template', field: FIELD.templateId, label: 'label.template', help: 'help.template' },
] as const;

/** Which lines: each control is one filter of the query. */
export function LineFilters({ query, accepted, datasource, range, onRun }: Props) {
  const chosen = valuesOf(query, FIELD.service, '=|');
  const options = {
    class: classOptions(),
    severity: SEVERITY_OPTIONS,
    service: useValueOptions(datasource, FIELD.service, range),
    template: useTemplateOptions(datasource, chosen),
  };
  // What is set is shown although it does not apply, so that it can be taken away.
  const isShown = (field: string) => canFilter(accepted, field) || valuesOf(query, field, '=|').length > 0;
  return (
    <InlineFieldRow>
      {CONTROLS.filter(({ field }) => isShown(field)).map(({ name, field, label, help }) => (
        <ValuesField
          key={name}
          label={say(label)}
          help={say(help)}
          options={options[name]}
          values={valuesOf(query, field, '=|')}
          onChange={(values) => onRun(withValues(query, field, '=|', values))}
        />
      ))}
      {(accepted.words || (query.text ?? '') !== '') && (
        <TextField
          label={say('label.text')}
          help={say('help.text')}
          value={query.text ?? ''}
          placeholder={say('placeholder.words-of-the-message')}
          onCommit={(text) => onRun({ ...query, text })}
        />
      )}
      {(canFilter(accepted, FIELD.score, '>') || valuesOf(query, FIELD.score, '>').length > 0) && (
        <ScoreField query={query} onRun={onRun} />
      )}
    </InlineFieldRow>
  );
}

function ScoreField({ query, onRun }: Pick<Props, 'query' | 'onRun'>) {
  const [value = ''] = valuesOf(query, FIELD.score, '>');
  const isWrong = value !== '' && !value.includes('$') && Number.isNaN(Number(value));
  return (
    <TextField
      label={say('label.score-above')}
      help={say('help.score')}
      value={value}
      width={12}
      placeholder={say('placeholder.any')}
      invalid={isWrong ? say('problem.score') : undefined}
      onCommit={(score) =>
        onRun(withValues(query, FIELD.score, '>', score.trim() === '' ? [] : [score.trim()]))
      }
    />
  );
}
