import {
  FieldType,
  textUtil,
  type AnnotationEvent,
  type AnnotationSupport,
  type DataFrame,
} from '@grafana/data';
import { of } from 'rxjs';
import { say } from './components/words';
import { FIELD, type PresageQuery } from './query/model';
import { migrateQuery } from './query/migrate';

/** A new annotation marks incidents. */
const DEFAULT: Omit<PresageQuery, 'refId'> = {
  version: 1,
  query_type: 'logs',
  limit: 100,
  filters: [{ field: FIELD.class, op: '=|', values: ['incident'] }],
};

/** Incidents, templates that appeared, and anomalies as marks on any graph. */
export function annotationSupport(): AnnotationSupport<PresageQuery> {
  return {
    getDefaultQuery: () => DEFAULT,
    prepareAnnotation(json) {
      const target = queryOf(json.target);
      // Grafana's editor asks until it gets what it gave.
      return JSON.stringify(target) === JSON.stringify(json.target) ? json : { ...json, target };
    },
    // Grafana asks nothing for an annotation that nobody has changed since it was added: it has no query yet.
    prepareQuery: ({ target }) => queryOf(target),
    processEvents: (_annotation, frames) => of(frames.flatMap(eventsOf)),
  };
}

function queryOf(target: object | undefined): PresageQuery {
  const isOurs = target !== undefined && ('query_type' in target || 'queryType' in target);
  return migrateQuery({ refId: 'Anno', ...(isOurs ? {} : DEFAULT), ...target });
}

/** Grafana shows the text of a mark as HTML: what a line says must not become a link or a picture, nor get lost as a tag. */
function shown(text: unknown): string {
  return textUtil.escapeHtml(String(text ?? ''));
}

/** One mark a line, a template that was first seen in the range, or a stretch of score above 1. */
export function eventsOf(frame: DataFrame): AnnotationEvent[] {
  const names = new Set(frame.fields.map((field) => field.name));
  if (names.has('body')) return lineEvents(frame);
  if (names.has('first_seen')) return templateEvents(frame);
  return anomalyEvents(frame);
}

function lineEvents(frame: DataFrame): AnnotationEvent[] {
  const [times, bodies, labels, ids] = ['timestamp', 'body', 'labels', 'id'].map((name) =>
    column(frame, name),
  );
  return (times ?? []).map((time, row) => {
    const fields = (labels?.[row] ?? {}) as Record<string, string>;
    return {
      time: Number(time),
      text: shown(bodies?.[row]),
      id: String(ids?.[row] ?? row),
      tags: [fields[FIELD.class], fields[FIELD.severity], fields[FIELD.service]].filter(
        (tag) => tag !== undefined,
      ),
    };
  });
}

function templateEvents(frame: DataFrame): AnnotationEvent[] {
  const [times, texts, services] = ['first_seen', 'template', 'service'].map((name) => column(frame, name));
  return (times ?? []).map((time, row) => ({
    time: Number(time),
    title: say('annotation.new-template'),
    text: shown(texts?.[row]),
    tags: ['new template', String(services?.[row] ?? '')],
  }));
}

/** Other numbers have no line above which they are unusual. */
const SCORES: readonly string[] = ['anomaly_score', 'score'];

/** From the first point above 1 to the last before the score falls back. */
function anomalyEvents(frame: DataFrame): AnnotationEvent[] {
  const times = frame.fields.find((field) => field.type === FieldType.time)?.values ?? [];
  const field = frame.fields.find(({ name }) => SCORES.includes(name));
  if (field === undefined) return [];
  const tags = Object.values(field.labels ?? {});
  const events: AnnotationEvent[] = [];
  let open: AnnotationEvent | undefined;
  let highest = 0;
  times.forEach((time: number, row) => {
    const score = Number(field.values[row] ?? 0);
    if (score <= 1) return void (open = undefined);
    highest = open === undefined ? score : Math.max(highest, score);
    if (open === undefined) events.push((open = { time, tags }));
    Object.assign(open, {
      timeEnd: time,
      isRegion: true,
      text: say('annotation.anomaly', { score: highest.toFixed(1) }),
    });
  });
  return events;
}

function column(frame: DataFrame, name: string): readonly unknown[] | undefined {
  return frame.fields.find((field) => field.name === name)?.values;
}
