import { fireEvent, render, screen } from '@testing-library/react';
import React, { type ComponentProps } from 'react';
import { ConfigEditor } from './ConfigEditor';

type Props = ComponentProps<typeof ConfigEditor>;

// Grafana's own, which asks a running Grafana.
jest.mock('@grafana/ui', () => ({
  ...jest.requireActual<object>('@grafana/ui'),
  DataSourceHttpSettings: ({ showForwardOAuthIdentityOption = true }) => (
    <>{showForwardOAuthIdentityOption && 'Forward OAuth Identity'}</>
  ),
}));
jest.mock('@grafana/runtime', () => ({
  ...jest.requireActual<object>('@grafana/runtime'),
  DataSourcePicker: ({ disabled }: { disabled: boolean }) => (
    <input aria-label="datasource" disabled={disabled} />
  ),
}));

function show(saved: object): jest.Mock {
  const onOptionsChange = jest.fn();
  const options = { jsonData: {}, secureJsonFields: {}, ...saved } as unknown as Props['options'];
  render(<ConfigEditor options={options} onOptionsChange={onOptionsChange} />);
  return onOptionsChange;
}

test('a tenant that a provisioning file has as a number is shown', () => {
  show({ jsonData: { tenant: 7, defaultLimit: null, derivedFields: null, explainDashboardUid: null } });
  expect(screen.getByLabelText<HTMLInputElement>('Tenant').value).toBe('7');
});

test('a token that was set is never shown, and is given up before another is written', () => {
  const onOptionsChange = show({ secureJsonFields: { token: true, basicAuthPassword: true } });
  expect(screen.getByLabelText<HTMLInputElement>('Token').disabled).toBe(true);
  fireEvent.click(screen.getByRole('button', { name: /reset/i }));
  expect(onOptionsChange.mock.calls.at(-1)?.[0]).toMatchObject({
    secureJsonFields: { token: false, basicAuthPassword: true },
    secureJsonData: { token: '' },
  });
});

test('what a provisioning file has set is shown and cannot be changed', () => {
  const derivedFields = [{ name: 'trace', matcher: 'trace_id', url: '' }];
  show({ readOnly: true, secureJsonFields: { token: true }, jsonData: { derivedFields } });
  const controls = [...screen.getAllByRole('textbox'), ...screen.getAllByRole('combobox')];
  expect(controls.length).toBeGreaterThan(7);
  for (const control of [...controls, ...screen.getAllByRole('button')]) expect(control).toBeDisabled();
});

test('a sign-in is not offered to be forwarded, because it is not', () => {
  show({});
  expect(screen.queryByText('Forward OAuth Identity')).toBeNull();
});
