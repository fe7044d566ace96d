import { css } from '@emotion/css';
import React, { useId } from 'react';
import type { DataSourcePluginOptionsEditorProps } from '@grafana/data';
import { config } from '@grafana/runtime';
// Its successor is a package of its own that Grafana does not supply; this one is in every Grafana we run on.
/* eslint-disable @typescript-eslint/no-deprecated */
import { Combobox, DataSourceHttpSettings, FieldSet, SecretInput } from '@grafana/ui';
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
import { Field } from './Field';
import { say } from './words';

type Props = DataSourcePluginOptionsEditorProps<PresageOptions, PresageSecrets>;

const WIDTH = 24;
const roleOptions = () =>
  EXPLAIN_ROLES.map((value) => ({
    value,
    label: value === 'None' ? say('role.nobody') : say('role.and-up', { role: value }),
  }));

// Grafana's switches stand in twos at any width: on a phone they scroll by themselves, the page does not. The one for requests from the
// browser to another site is not shown: there are none.
const ofGrafana = css({
  overflowX: 'auto',
  'div:has(> [for="http-settings-with-credentials"])': { display: 'none' },
});

/** Save & test asks the sidecar a real query and shows its version and store. */
export function ConfigEditor({ options, onOptionsChange }: Props) {
  const { jsonData, readOnly } = options;
  const roleId = useId();
  const set = (changed: Partial<PresageOptions>) =>
    onOptionsChange({ ...options, jsonData: { ...jsonData, ...changed } });
  return (
    <>
      <div className={ofGrafana}>
        <DataSourceHttpSettings
          defaultUrl="http://localhost:9480"
          dataSourceConfig={options}
          onChange={(changed) => onOptionsChange(changed as Props['options'])}
          urlLabel={say('label.url-of-the-sidecar')}
          showForwardOAuthIdentityOption={false}
          secureSocksDSProxyEnabled={config.secureSocksDSProxyEnabled}
        />
      </div>
      <FieldSet label={say('label.sidecar')} disabled={readOnly}>
        <TokenField {...{ options, onOptionsChange }} />
        {/* Provisioning files may have a number here. */}
        <TenantField tenant={String(jsonData.tenant ?? '')} onCommit={(tenant) => set({ tenant })} />
        <CountField
          label={say('label.default-limit')}
          labelWidth={WIDTH}
          help={say('help.default-limit')}
          placeholder={String(DEFAULT_LIMIT)}
          value={jsonData.defaultLimit}
          max={MAX_LIMIT}
          onCommit={(defaultLimit) => set({ defaultLimit })}
        />
      </FieldSet>
      <FieldSet label={say('label.explanations')} disabled={readOnly}>
        <TextField
          label={say('label.explain-dashboard')}
          labelWidth={WIDTH}
          help={say('help.explain-dashboard')}
          placeholder={say('placeholder.uid-optional')}
          value={jsonData.explainDashboardUid ?? ''}
          onCommit={(explainDashboardUid) => set({ explainDashboardUid: explainDashboardUid.trim() })}
        />
        <Field
          label={say('label.language-model-for')}
          labelWidth={WIDTH}
          tooltip={say('help.language-model')}
        >
          <Combobox
            id={roleId}
            width={30}
            options={roleOptions()}
            value={jsonData.allowExplainFor ?? 'Viewer'}
            onChange={({ value }) => set({ allowExplainFor: value })}
          />
        </Field>
      </FieldSet>
      <DerivedFields
        fields={jsonData.derivedFields ?? []}
        disabled={readOnly}
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
    <Field label={say('label.token')} labelWidth={WIDTH} tooltip={say('help.token')}>
      <SecretInput
        aria-label={say('label.token')}
        width={40}
        placeholder={say('placeholder.only-where-the-sidecar-asks-for-one')}
        isConfigured={secureJsonFields.token === true}
        value={secureJsonData?.token ?? ''}
        onReset={() => put('', false)}
        onChange={(event) => put(event.currentTarget.value, false)}
      />
    </Field>
  );
}

function TenantField({ tenant, onCommit }: { tenant: string; onCommit: (tenant: string) => void }) {
  return (
    <TextField
      label={say('label.tenant')}
      labelWidth={WIDTH}
      help={say('help.tenant')}
      placeholder="0:0"
      value={tenant}
      invalid={tenantProblem(tenant)}
      onCommit={(changed) => onCommit(changed.trim())}
    />
  );
}
