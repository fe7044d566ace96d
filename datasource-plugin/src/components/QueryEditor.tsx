import { CoreApp, type QueryEditorProps } from '@grafana/data';
import { Alert, Combobox, IconButton, InlineFieldRow } from '@grafana/ui';
import React, { useEffect, useId, useState } from 'react';
import type { PresageDatasource } from '../datasource';
import { valuesOf, withValues } from '../query/filters';
import { migrateQuery, needsMigration } from '../query/migrate';
import { acceptedBy, asAsked } from '../query/accepts';
import { FIELD, isAlertSafe, kindOf, KINDS, withKind, type Kind, type PresageQuery } from '../query/model';
import { variableIn } from '../query/templates';
import { DEFAULT_LIMIT, MAX_LIMIT, type PresageOptions } from '../settings';
import { ExtraFilters } from './ExtraFilters';
import { LineFilters } from './LineFilters';
import { LogsqlField } from './LogsqlField';
import { MetricFields } from './MetricFields';
import { CountField, NumberOptions, withNumber } from './NumberOptions';
import { QueryJson } from './QueryJson';
import { TemplateFields } from './TemplateFields';
import { TextField } from './TextField';
import { useStore } from './use-store';
import { Field } from './Field';
import { kindWords, say } from './words';

type Props = QueryEditorProps<PresageDatasource, PresageQuery, PresageOptions>;

const ALERT_KINDS: readonly Kind[] = ['count', 'rate', 'share', 'score', 'anomalies', 'health'];

/** The builder. A query that an older plugin or a person wrote is lifted to the present shape when it is shown. */
export function QueryEditor({ query: saved, onChange, onRunQuery, datasource, app, range }: Props) {
  const query = migrateQuery({ ...saved });
  const variable = variableIn(query);
  const [isJson, setIsJson] = useState(false);
  const onRun = (changed: PresageQuery) => {
    onChange(changed);
    onRunQuery();
  };
  const isAlert = app === CoreApp.UnifiedAlerting || app === CoreApp.CloudAlerting;
  useEffect(() => {
    if (isAlert && isNewInRule(saved)) onChange({ ...migrateQuery({ ...saved }), instant: true });
    else if (needsMigration(saved)) onChange(migrateQuery({ ...saved }));
  }, [saved, isAlert, onChange]);
  return (
    <div data-testid="presage-query-editor">
      <InlineFieldRow>
        <KindField query={query} isAlert={isAlert} onRun={onRun} />
        {query.query_type === 'logs' && (
          <CountField
            label={say('label.limit')}
            help={say('help.limit')}
            value={query.limit}
            max={MAX_LIMIT}
            placeholder={String(datasource.settings.defaultLimit ?? DEFAULT_LIMIT)}
            onCommit={(limit) => onRun(withNumber(query, 'limit', limit))}
          />
        )}
        <IconButton
          name="brackets-curly"
          aria-label={say('label.view-as-json')}
          aria-pressed={isJson}
          tooltip={isJson ? say('label.back-to-builder') : say('label.view-as-json')}
          variant={isJson ? 'primary' : 'secondary'}
          onClick={() => setIsJson(!isJson)}
        />
      </InlineFieldRow>
      {isAlert && !isAlertSafe(query) && <NotForAlerts />}
      {isAlert && variable !== undefined && (
        <Alert severity="warning" title={say('problem.variable-in-alert')}>
          {say('problem.variable-in-alert-help', { name: variable })}
        </Alert>
      )}
      {isJson ? (
        <QueryJson query={query} onRun={onRun} />
      ) : (
        <Builder {...{ query, datasource, range, onRun, isAlert }} />
      )}
    </div>
  );
}

/** A new rule's query loses our default: Grafana puts `instant: undefined` over it. A saved one has no such key. */
function isNewInRule(query: PresageQuery): boolean {
  return 'instant' in query && query.instant === undefined && isAlertSafe(query);
}

interface BuilderProps {
  readonly query: PresageQuery;
  readonly datasource: PresageDatasource;
  readonly range: Props['range'];
  readonly onRun: (query: PresageQuery) => void;
  readonly isAlert: boolean;
}

function Builder({ query: saved, datasource, range, onRun, isAlert }: BuilderProps) {
  const query = asAsked(saved, isAlert);
  const accepted = acceptedBy(query);
  const { store, problem } = useStore(datasource);
  const isLines = query.query_type === 'logs' || query.query_type === 'stats';
  if (query.query_type === 'explain') return <ExplainFields query={query} onRun={onRun} />;
  return (
    <>
      {problem !== undefined && (
        <Alert severity="warning" title={say('problem.no-answer')}>
          {say('problem.no-answer-help', { problem })}
        </Alert>
      )}
      {query.query_type === 'health' ? (
        <MetricFields query={query} onRun={onRun} />
      ) : (
        <LineFilters {...{ query, accepted, datasource, range, onRun }} />
      )}
      <ExtraFilters {...{ query, accepted, datasource, range, onRun }} />
      {isLines && ((accepted.words && store === 'victoria') || (query.logsql ?? '') !== '') && (
        <LogsqlField
          value={query.logsql ?? ''}
          {...{ datasource, range }}
          onCommit={(logsql) => onRun({ ...query, logsql })}
        />
      )}
      {query.query_type === 'templates' && <TemplateFields query={query} onRun={onRun} />}
      {isAlertSafe(query) && <NumberOptions {...{ query, accepted, datasource, range, onRun }} />}
    </>
  );
}

function KindField({
  query,
  isAlert,
  onRun,
}: {
  query: PresageQuery;
  isAlert: boolean;
  onRun: BuilderProps['onRun'];
}) {
  const kinds = isAlert ? ALERT_KINDS : KINDS;
  const id = useId();
  return (
    <Field label={say('label.query')} tooltip={say('help.kind')}>
      <Combobox<Kind>
        id={id}
        width={24}
        options={kinds.map((value) => ({ value, ...kindWords(value) }))}
        value={kinds.includes(kindOf(query)) ? kindOf(query) : null}
        placeholder={say('placeholder.choose-a-number')}
        onChange={({ value }) => onRun(withKind(query, value))}
      />
    </Field>
  );
}

function ExplainFields({ query, onRun }: Pick<BuilderProps, 'query' | 'onRun'>) {
  const [eventId = ''] = valuesOf(query, FIELD.eventId, '=');
  return (
    <InlineFieldRow>
      <TextField
        label={say('label.event-id')}
        help={say('help.event-id')}
        value={eventId}
        width={50}
        placeholder="presage_event_id"
        onCommit={(id) => onRun(withValues(query, FIELD.eventId, '=', id.trim() === '' ? [] : [id.trim()]))}
      />
    </InlineFieldRow>
  );
}

function NotForAlerts() {
  return (
    <Alert severity="warning" title={say('problem.not-for-alerts')}>
      {say('problem.not-for-alerts-help')}
    </Alert>
  );
}
