import type { TimeRange } from '@grafana/data';
import type { Filter } from './query/model';

/** A call of the datasource's own backend: `getResource` of the datasource. */
export type GetResource = <Reply>(path: string, parameters?: Record<string, string>) => Promise<Reply>;

export interface FieldHits {
  readonly name: string;
  readonly hits: number;
}
export interface ValueHits {
  readonly value: string;
  readonly hits: number;
}
export interface TemplateRow {
  readonly template_id: string;
  readonly service: string;
  readonly template: string;
  readonly count: number;
}
export interface StatusReply {
  readonly store: 'victoria' | 'sqlite' | 'memory';
  readonly version: string;
}

/** Which lines are looked at for names and values. */
export interface Window {
  readonly range: TimeRange;
  readonly filters?: readonly Filter[];
  readonly text?: string;
}

/** What the editors, variables and ad-hoc filters ask the sidecar. Every method rejects with Grafana's fetch error. */
export class Resources {
  readonly #get: GetResource;
  #status: Promise<StatusReply> | undefined;

  constructor(get: GetResource) {
    this.#get = get;
  }

  async fields(window: Window): Promise<readonly FieldHits[]> {
    return (await this.#get<{ fields: FieldHits[] }>('fields', parameters(window))).fields;
  }

  /** Commonest first. */
  async fieldValues(field: string, window: Window, limit = 200): Promise<readonly ValueHits[]> {
    const asked = { ...parameters(window), field, limit: String(limit) };
    return (await this.#get<{ values: ValueHits[] }>('field-values', asked)).values;
  }

  /** Most seen first. */
  async templates(text: string, service: string | undefined, limit = 200): Promise<readonly TemplateRow[]> {
    const asked = {
      limit: String(limit),
      ...(text === '' ? {} : { text }),
      ...(service === undefined ? {} : { service }),
    };
    return (await this.#get<{ templates: TemplateRow[] }>('templates', asked)).templates;
  }

  /** Asked once a page; a failure is asked again. */
  status(): Promise<StatusReply> {
    this.#status ??= this.#get<StatusReply>('status').catch((thrown: unknown) => {
      this.#status = undefined;
      throw thrown;
    });
    return this.#status;
  }
}

function parameters({ range, filters = [], text = '' }: Window): Record<string, string> {
  return {
    from: range.from.toISOString(),
    to: range.to.toISOString(),
    ...(filters.length === 0 ? {} : { filters: JSON.stringify(filters) }),
    ...(text === '' ? {} : { text }),
  };
}
