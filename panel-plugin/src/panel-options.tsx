import React from 'react';
import type { PanelOptionsEditorBuilder, StandardEditorProps } from '@grafana/data';
import { DataSourcePicker } from '@grafana/runtime';
import { Field, Input, MultiSelect } from '@grafana/ui';
import { DEFAULT_OPTIONS, isLanguage, KNOWN_COLUMNS, type PanelOptions } from './options';
import { PRESAGE_DATASOURCE } from './sources';
import { OPTIONS } from './options-words';

/** What can be set about the panel. */
export function addOptions(builder: PanelOptionsEditorBuilder<PanelOptions>): void {
  builder
    .addCustomEditor({
      id: 'datasource',
      path: 'datasource',
      name: OPTIONS.datasource(),
      description: OPTIONS.datasourceHelp(),
      editor: DatasourceEditor,
      defaultValue: DEFAULT_OPTIONS.datasource,
    })
    .addCustomEditor({
      id: 'columns',
      path: 'columns',
      name: OPTIONS.columns(),
      description: OPTIONS.columnsHelp(),
      editor: ColumnsEditor,
      defaultValue: [...DEFAULT_OPTIONS.columns],
    })
    .addRadio({
      path: 'order',
      name: OPTIONS.order(),
      settings: {
        options: [
          { value: 'newest', label: OPTIONS.newest() },
          { value: 'oldest', label: OPTIONS.oldest() },
        ],
      },
      defaultValue: DEFAULT_OPTIONS.order,
    })
    .addBooleanSwitch({
      path: 'autoExplain',
      name: OPTIONS.autoExplain(),
      description: OPTIONS.autoExplainHelp(),
      defaultValue: DEFAULT_OPTIONS.autoExplain,
    })
    .addRadio({
      path: 'engine',
      name: OPTIONS.engine(),
      description: OPTIONS.engineHelp(),
      settings: {
        options: [
          { value: 'model', label: OPTIONS.model() },
          { value: 'rules', label: OPTIONS.rules() },
        ],
      },
      defaultValue: DEFAULT_OPTIONS.engine,
    })
    .addCustomEditor({
      id: 'language',
      path: 'language',
      name: OPTIONS.language(),
      description: OPTIONS.languageHelp(),
      editor: LanguageEditor,
      defaultValue: DEFAULT_OPTIONS.language,
    });
  addLinkOptions(builder);
}

function addLinkOptions(builder: PanelOptionsEditorBuilder<PanelOptions>): void {
  const category = [OPTIONS.linked()];
  builder
    .addTextInput({
      path: 'eventId',
      name: OPTIONS.eventId(),
      description: OPTIONS.eventIdHelp(),
      category,
      defaultValue: DEFAULT_OPTIONS.eventId,
    })
    .addTextInput({
      path: 'templateId',
      name: OPTIONS.templateId(),
      description: OPTIONS.templateIdHelp(),
      category,
      defaultValue: DEFAULT_OPTIONS.templateId,
    })
    .addTextInput({
      path: 'service',
      name: OPTIONS.service(),
      category,
      defaultValue: DEFAULT_OPTIONS.service,
    });
}

function DatasourceEditor({ value, onChange }: StandardEditorProps<string>) {
  return (
    <DataSourcePicker
      pluginId={PRESAGE_DATASOURCE}
      current={value === '' ? null : value}
      noDefault
      onChange={({ uid }) => onChange(uid)}
      onClear={() => onChange('')}
    />
  );
}

function ColumnsEditor({ value, onChange }: StandardEditorProps<string[]>) {
  const names = [...new Set([...KNOWN_COLUMNS, ...value])];
  return (
    <MultiSelect
      aria-label={OPTIONS.columns()}
      allowCustomValue
      options={names.map((name) => ({ value: name, label: OPTIONS.column(name) }))}
      value={value}
      onChange={(chosen) => onChange(chosen.flatMap((one) => one.value ?? []))}
    />
  );
}

function LanguageEditor({ value, onChange }: StandardEditorProps<string>) {
  const [text, setText] = React.useState(value);
  return (
    <Field noMargin invalid={!isLanguage(text)} error={OPTIONS.badLanguage()}>
      <Input
        aria-label={OPTIONS.language()}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        onBlur={() => isLanguage(text) && onChange(text)}
      />
    </Field>
  );
}
