import type { LlmStatus, Log, Meter } from '@presage/contract';
import type { Config } from '../config.ts';
import type { Labeller } from '../explain/label/labeller.ts';
import type { RelearningPipeline } from '../pipeline/pipeline.ts';
import type { Road } from '../road/road.ts';
import { ModelWatch } from './model-watch.ts';
import { openLabelling } from './open-labelling.ts';
import { openModel, type Model } from './open-model.ts';

/** The language model and what goes on around it, for as long as the sidecar serves. */
export interface LlmParts {
  readonly model: Model;
  /** Begins what happens in the background: asking whether the models answer, and labelling. */
  start(parts: { readonly pipeline: RelearningPipeline; readonly road: Road }): void;
  status(): LlmStatus;
  /** Resolves when no call is under way any more. */
  close(): Promise<void>;
}

const GAUGES_MS = 5000;

/** Undefined when no engine is configured. */
export function openLlm(config: Config, log: Log, meter: Meter): LlmParts | undefined {
  const model = openModel(config, log, meter);
  if (model === undefined) return undefined;
  const watch = new ModelWatch(model, log);
  let labeller: Labeller | undefined;
  let isClosed = false;
  const gauges = setInterval(() => measure(model, meter), GAUGES_MS);
  gauges.unref();
  return {
    model,
    start: (parts) => {
      if (isClosed) return;
      watch.start();
      if (!config.labelling) return;
      labeller = openLabelling(model, parts, log, meter);
      labeller.start();
    },
    status: () => ({
      models: watch.states().map(({ ok, ...state }) => ({
        ...state,
        purposes: [...state.purposes],
        ...(ok === undefined ? {} : { ok }),
      })),
      budget: model.budget.remaining(),
      ...(labeller === undefined ? {} : { labelling: labeller.state() }),
    }),
    close: async () => {
      isClosed = true;
      clearInterval(gauges);
      watch.stop();
      await labeller?.stop();
      model.close();
    },
  };
}

/** What is left of a window grows by itself. */
function measure({ budget }: Model, meter: Meter): void {
  const { minute, day } = budget.remaining();
  meter.set('presage_llm_budget_remaining', { window: 'minute' }, minute);
  meter.set('presage_llm_budget_remaining', { window: 'day' }, day);
}
