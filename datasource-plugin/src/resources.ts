import type { TimeRange } from '@grafana/data';
import type { Filter } from './query/model';
import { escapeRegex } from './query/quote';

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
export interface Values {
  readonly values: readonly ValueHits[];
  /** The field has more than were asked for. */
  readonly truncated: boolean;
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
    return (await this.#values(field, window, limit)).values;
  }

  /** The commonest; of a field with more of them those that contain what was typed, in either case, so that rare ones are found. */
  async valuesFor(typed: string, field: string, window: Window, limit = 200): Promise<Values> {
    const commonest = await this.#values(field, window, limit);
    if (!commonest.truncated || typed === '') return commonest;
    const containing: Filter = { field, op: '=~', values: [`(?i)${escapeRegex(typed)}`] };
    const narrowed = { ...window, filters: [...(window.filters ?? []), containing] };
    return { ...(await this.#values(field, narrowed, limit)), truncated: true };
  }

  #values(field: string, window: Window, limit: number): Promise<Values> {
    return this.#get<Values>('field-values', { ...parameters(window), field, limit: String(limit) });
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

  /** The same of several services; without any named, of all. */
  async templatesOf(
    text: string,
    services: readonly string[] | undefined,
    limit: number,
  ): Promise<readonly TemplateRow[]> {
    const asked = services ?? [undefined];
    const found = await Promise.all(asked.map((service) => this.templates(text, service, limit)));
    return found
      .flat()
      .sort((a, b) => b.count - a.count)
      .slice(0, limit);
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
