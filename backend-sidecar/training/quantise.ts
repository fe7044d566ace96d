import type { Fitted } from './fit.ts';
import type { Step } from '../src/pipeline/classify/model.ts';
import { type ModelWeights, WIDTH } from '../src/pipeline/classify/model.ts';

/** Weights as signed bytes, each answer with a scale of its own. */
export function quantise({ rows, weights }: Fitted, calibration: ModelWeights['calibration']): ModelWeights {
  const scales = Array.from({ length: WIDTH }, (_, k) => {
    const most = weights.reduce(
      (max, value, at) => (at % WIDTH === k ? Math.max(max, Math.abs(value)) : max),
      0,
    );
    return Number((most / 127).toPrecision(6));
  });
  const bytes = Int8Array.from(weights, (value, at) => Math.round(value / (scales[at % WIDTH] ?? 1)));
  const numbers = Uint8Array.from(rows.flatMap((row) => [row % 256, Math.floor(row / 256)]));
  return {
    rows: Buffer.from(numbers).toString('base64'),
    weights: Buffer.from(bytes.buffer).toString('base64'),
    scales,
    calibration,
  };
}

/** The weights as a module, in the form that Prettier gives it. */
export function moduleOf({ rows, weights, scales, calibration }: ModelWeights): string {
  const step = ({ from, right }: Step): string => `      { from: ${from}, right: ${right} },\n`;
  const steps = Object.entries(calibration).map(
    ([logClass, list]) => `    ${logClass}: [\n${list.map(step).join('')}    ],\n`,
  );
  return `import type { ModelWeights } from './model.ts';

/** Written by \`npm run train\`; training/record.json says from what. */
export const MODEL_WEIGHTS: ModelWeights = {
  // prettier-ignore
  scales: [${scales.join(', ')}],
  calibration: {
${steps.join('')}  },
  // prettier-ignore
  rows: '${rows}',
  // prettier-ignore
  weights: '${weights}',
};
`;
}
