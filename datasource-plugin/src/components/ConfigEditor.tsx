import React from 'react';
import type { DataSourcePluginOptionsEditorProps } from '@grafana/data';
// Its successor is a package of its own that Grafana does not supply; this one is in every Grafana we run on.
/* eslint-disable @typescript-eslint/no-deprecated */
import { Combobox, DataSourceHttpSettings, FieldSet, InlineField, SecretInput } from '@grafana/ui';
import {
  DEFAULT_LIMIT,
  EXPLAIN_ROLES,
  MAX_LIMIT,
  tenantProblem,
  type PresageOptions,
  type PresageSecrets,
} from '../settings';
import { DerivedFields } from './DerivedFields';
import { CountField } from './NumberOptions';
import { TextField } from './TextField';

type Props = DataSourcePluginOptionsEditorProps<PresageOptions, PresageSecrets>;

const WIDTH = 24;
const ROLE_OPTIONS = EXPLAIN_ROLES.map((value) => ({
  value,
  label: value === 'None' ? 'Nobody' : `${value} and up`,
}));

/** Save & test asks the sidecar a real query and shows its version and store. */
export function ConfigEditor({ options, onOptionsChange }: Props) {
  const { jsonData } = options;
  const set = (changed: Partial<PresageOptions>) =>
    onOptionsChange({ ...options, jsonData: { ...jsonData, ...changed } });
  return (
    <>
      <DataSourceHttpSettings
        defaultUrl="http://localhost:9480"
        dataSourceConfig={options}
        onChange={(changed) => onOptionsChange(changed as Props['options'])}
        urlLabel="URL of the sidecar"
      />
      <FieldSet label="Sidecar">
        <TokenField {...{ options, onOptionsChange }} />
        <TenantField tenant={jsonData.tenant ?? ''} onCommit={(tenant) => set({ tenant })} />
        <CountField
          label="Default limit"
          labelWidth={WIDTH}
          help="Lines of a query that names no limit"
          placeholder={String(DEFAULT_LIMIT)}
          value={jsonData.defaultLimit}
          max={MAX_LIMIT}
          onCommit={(defaultLimit) => set({ defaultLimit })}
        />
      </FieldSet>
      <FieldSet label="Explanations">
        <TextField
          label="Explain dashboard"
          labelWidth={WIDTH}
          help="Uid of a dashboard with the explain panel. Empty: “Explain this log” opens in Explore"
          placeholder="uid, optional"
          value={jsonData.explainDashboardUid ?? ''}
          onCommit={(explainDashboardUid) => set({ explainDashboardUid: explainDashboardUid.trim() })}
        />
        <InlineField
          label="Language model for"
          labelWidth={WIDTH}
          tooltip="Whose explanations may ask a language model, if the sidecar has one. Everybody else gets the engine that needs none"
        >
          <Combobox
            width={30}
            options={ROLE_OPTIONS}
            value={jsonData.allowExplainFor ?? 'Viewer'}
            onChange={({ value }) => set({ allowExplainFor: value })}
          />
        </InlineField>
      </FieldSet>
      <DerivedFields
        fields={jsonData.derivedFields ?? []}
        onChange={(derivedFields) => set({ derivedFields })}
      />
    </>
  );
}

function TokenField({ options, onOptionsChange }: Pick<Props, 'options' | 'onOptionsChange'>) {
  const { secureJsonData, secureJsonFields } = options;
  const put = (token: string, isConfigured: boolean) =>
    onOptionsChange({
      ...options,
      secureJsonFields: { ...secureJsonFields, token: isConfigured },
      secureJsonData: { ...secureJsonData, token },
    });
  return (
    <InlineField
      label="Token"
      labelWidth={WIDTH}
      tooltip="From `presage token`. Kept encrypted by Grafana and sent by its backend only: it never reaches a browser"
    >
      <SecretInput
        aria-label="Token"
        width={40}
        placeholder="only where the sidecar asks for one"
        isConfigured={secureJsonFields.token === true}
        value={secureJsonData?.token ?? ''}
        onReset={() => put('', false)}
        onChange={(event) => put(event.currentTarget.value, false)}
      />
    </InlineField>
  );
}

function TenantField({ tenant, onCommit }: { tenant: string; onCommit: (tenant: string) => void }) {
  return (
    <TextField
      label="Tenant"
      labelWidth={WIDTH}
      help="AccountID or AccountID:ProjectID, as in VictoriaLogs; sent with every kind of request. Empty: the token's own, or 0:0"
      placeholder="0:0"
      value={tenant}
      invalid={tenantProblem(tenant)}
      onCommit={(changed) => onCommit(changed.trim())}
    />
  );
}
