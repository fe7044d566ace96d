import type { LlmStatus, Log, Meter } from '@presage/contract';
import type { Config } from '../config.ts';
import { ModelWatch } from './model-watch.ts';
import { openModel, type Model } from './open-model.ts';

/** The language model and what goes on around it, for as long as the sidecar serves. */
export interface LlmParts {
  readonly model: Model;
  /** Begins what happens in the background. */
  start(): void;
  status(): LlmStatus;
  close(): void;
}

/** Undefined when no engine is configured. */
export function openLlm(config: Config, log: Log, meter: Meter): LlmParts | undefined {
  const model = openModel(config, log, meter);
  if (model === undefined) return undefined;
  const watch = new ModelWatch(model, log);
  return {
    model,
    start: () => watch.start(),
    status: () => ({
      models: watch.states().map(({ ok, ...state }) => ({
        ...state,
        purposes: [...state.purposes],
        ...(ok === undefined ? {} : { ok }),
      })),
      budget: model.budget.remaining(),
    }),
    close: () => {
      watch.stop();
      model.close();
    },
  };
}
