import type { PanelModel } from '@grafana/data';
import { DEFAULT_OPTIONS, languageOf, migrateOptions, readOptions } from './options';

describe('options', () => {
  it('that are not saved are the defaults', () => {
    expect(readOptions(undefined)).toEqual(DEFAULT_OPTIONS);
    expect(readOptions({})).toEqual(DEFAULT_OPTIONS);
  });

  it('of this version are kept', () => {
    const saved = {
      ...DEFAULT_OPTIONS,
      datasource: 'x',
      columns: ['time'],
      order: 'oldest',
      autoExplain: false,
      engine: 'rules',
      language: 'pt-BR',
    };
    expect(readOptions(saved)).toEqual(saved);
  });

  it('of a wrong kind become the defaults, and unknown ones go', () => {
    const wrong = {
      datasource: 7,
      columns: 'time',
      order: 'random',
      autoExplain: 'yes',
      engine: 'other',
      language: '../etc',
      extra: 1,
    };
    expect(readOptions(wrong)).toEqual(DEFAULT_OPTIONS);
  });

  it('of a panel that was another before are read as this one’s', () => {
    const panel = { options: { showTime: true, sortOrder: 'Descending' } } as unknown as PanelModel<object>;
    expect(migrateOptions(panel)).toEqual(DEFAULT_OPTIONS);
  });
});

describe('the language of answers', () => {
  it.each([
    ['', '', undefined],
    ['', 'en-US', undefined],
    ['', 'de-DE', 'de-DE'],
    ['fr', 'de-DE', 'fr'],
    ['', 'default', undefined],
  ])('option %p and Grafana in %p ask for %p', (language, ofGrafana, asked) => {
    expect(languageOf({ ...DEFAULT_OPTIONS, language }, ofGrafana)).toBe(asked);
  });
});
