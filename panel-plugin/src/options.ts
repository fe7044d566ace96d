import type { PanelModel } from '@grafana/data';
import type { Order } from './lines/read-lines';

/** Columns that every line can have; any other name is a field of the lines. */
export const KNOWN_COLUMNS = ['time', 'class', 'severity', 'service', 'score', 'count'] as const;

/** Raised when the saved shape changes; `migrateOptions` lifts older ones. */
export const OPTIONS_VERSION = 1;

export interface PanelOptions {
  readonly version: number;
  /** uid of a Presage datasource; '' = the default one, else the first. */
  readonly datasource: string;
  readonly columns: readonly string[];
  readonly order: Order;
  /** Opening a line asks for an explanation that costs nothing. */
  readonly autoExplain: boolean;
  readonly engine: 'model' | 'rules';
  /** BCP 47; '' = Grafana's own language. */
  readonly language: string;
  /**
   * The line that a link to the dashboard names, usually by variables. They stand in the options so that Grafana draws the panel anew
   * when such a variable changes.
   */
  readonly eventId: string;
  readonly templateId: string;
  readonly service: string;
}

export const DEFAULT_OPTIONS: PanelOptions = {
  version: OPTIONS_VERSION,
  datasource: '',
  columns: [...KNOWN_COLUMNS],
  order: 'newest',
  autoExplain: true,
  engine: 'model',
  language: '',
  eventId: '${event_id}',
  templateId: '${template_id}',
  service: '${service}',
};

/**
 * What a dashboard saved, or what another panel left behind when it was changed to this one, as complete options of this version.
 * Values of a wrong kind become the default: a dashboard is often written by hand.
 */
export function readOptions(saved: unknown): PanelOptions {
  const given =
    typeof saved === 'object' && saved !== null ? (saved as Readonly<Record<string, unknown>>) : {};
  const { datasource, columns, order, autoExplain, engine, language } = given;
  const isList = Array.isArray(columns) && columns.every((one) => typeof one === 'string');
  return {
    version: OPTIONS_VERSION,
    datasource: textOr(datasource, DEFAULT_OPTIONS.datasource),
    columns: isList ? (columns as string[]) : DEFAULT_OPTIONS.columns,
    order: order === 'oldest' ? order : DEFAULT_OPTIONS.order,
    autoExplain: typeof autoExplain === 'boolean' ? autoExplain : DEFAULT_OPTIONS.autoExplain,
    engine: engine === 'rules' ? engine : DEFAULT_OPTIONS.engine,
    language: typeof language === 'string' && isLanguage(language) ? language : DEFAULT_OPTIONS.language,
    eventId: textOr(given['eventId'], DEFAULT_OPTIONS.eventId),
    templateId: textOr(given['templateId'], DEFAULT_OPTIONS.templateId),
    service: textOr(given['service'], DEFAULT_OPTIONS.service),
  };
}

function textOr(value: unknown, standard: string): string {
  return typeof value === 'string' ? value : standard;
}

/** Grafana calls it when a dashboard with the panel is loaded. Version 1 is the first: there is nothing older to lift. */
export function migrateOptions(panel: PanelModel<Partial<PanelOptions>>): PanelOptions {
  return readOptions(panel.options);
}

/** '' or a language tag that the sidecar takes. */
export function isLanguage(text: string): boolean {
  return text === '' || /^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8}){0,4}$/.test(text);
}

/** What to ask for. Undefined = English, which needs no word; Grafana's own may be `default` or a test language. */
export function languageOf({ language }: PanelOptions, ofGrafana: string): string | undefined {
  const asked = language === '' ? ofGrafana : language;
  return asked === '' || asked === 'default' || !isLanguage(asked) || /^en\b/i.test(asked)
    ? undefined
    : asked;
}
