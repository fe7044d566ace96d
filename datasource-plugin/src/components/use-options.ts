import type { ComboboxOption } from '@grafana/ui';
import { getDefaultTimeRange, type TimeRange } from '@grafana/data';
import { useCallback } from 'react';
import type { PresageDatasource } from '../datasource';
import { hitsText, say } from './words';

export type LoadOptions = (typed: string) => Promise<Array<ComboboxOption<string>>>;

/** A choice that could not be loaded must not break the editor: what was typed can still be taken as it is. */
async function orNone(load: Promise<Array<ComboboxOption<string>>>): Promise<Array<ComboboxOption<string>>> {
  try {
    return await load;
  } catch {
    return [];
  }
}

/** Values of a field in the range that the editor shows, commonest first. */
export function useValueOptions(
  datasource: PresageDatasource,
  field: string,
  range?: TimeRange,
): LoadOptions {
  return useCallback(
    (typed) =>
      orNone(
        field === ''
          ? Promise.resolve([])
          : datasource.resources
              .valuesFor(typed, field, { range: range ?? getDefaultTimeRange() })
              .then(({ values }) =>
                values
                  .filter(({ value }) => value.toLowerCase().includes(typed.toLowerCase()))
                  .map(({ value, hits }) => ({ value, label: value, description: hitsText(hits) })),
              ),
      ),
    [datasource, field, range],
  );
}

const isNone = (_name: string): boolean => false;

/** Names of fields in the range, or of those alone that can be asked for. */
export function useFieldOptions(
  datasource: PresageDatasource,
  range: TimeRange | undefined,
  only?: readonly string[],
  isNot = isNone,
): LoadOptions | Array<ComboboxOption<string>> {
  const load = useCallback<LoadOptions>(
    (typed) =>
      orNone(
        datasource.resources
          .fields({ range: range ?? getDefaultTimeRange() })
          .then((fields) =>
            fields
              .filter(({ name }) => !isNot(name) && name.toLowerCase().includes(typed.toLowerCase()))
              .map(({ name, hits }) => ({ value: name, label: name, description: hitsText(hits) })),
          ),
      ),
    [datasource, range, isNot],
  );
  return only === undefined ? load : only.map((name) => ({ value: name, label: name }));
}

/** Templates by their words; a service narrows them. */
export function useTemplateOptions(datasource: PresageDatasource, services: readonly string[]): LoadOptions {
  const service = services.length === 1 && services[0]?.includes('$') === false ? services[0] : undefined;
  return useCallback(
    (typed) =>
      orNone(
        datasource.resources.templates(typed, service, 100).then((rows) =>
          rows.map((row) => ({
            value: row.template_id,
            label: row.template.slice(0, 120),
            description: say('template-of', { service: row.service, count: row.count }),
          })),
        ),
      ),
    [datasource, service],
  );
}
