import { setTimeout } from 'node:timers/promises';
import type { Log, Meter } from '@presage/contract';
import { AskedTemplates } from '../explain/label/asked-templates.ts';
import { Labeller } from '../explain/label/labeller.ts';
import type { RelearningPipeline } from '../pipeline/pipeline.ts';
import { SYSTEM_CLOCK } from '../road/clock.ts';
import type { Road } from '../road/road.ts';
import type { Model } from './open-model.ts';

/** Labelling, joined to the pipeline whose templates it reads and to the road that carries its labels. */
export function openLabelling(
  model: Model,
  { pipeline, road }: { readonly pipeline: RelearningPipeline; readonly road: Road },
  log: Log,
  meter: Meter,
): Labeller {
  const now = (): number => SYSTEM_CLOCK.nowMs();
  return new Labeller({
    model,
    asked: new AskedTemplates(model.file, now()),
    templates: () => pipeline.unknown(),
    label: ({ tenant, templateId, service }, label) =>
      road.label(tenant, { template_id: templateId, service, ...label }),
    time: { now, sleep: (ms, signal) => setTimeout(ms, undefined, { signal, ref: false }) },
    log,
    meter,
  });
}
