/** What a model is fitted to. */
export interface Example {
  readonly features: readonly string[];
  readonly label: string;
}

const ROUNDS = 60;
const RATE = 0.5;
const DECAY = 1e-4;

/**
 * Multinomial logistic regression over binary features of unit length, by AdaGrad in the order of the examples: the same
 * examples give the same model. Returns the likeliest label of features.
 */
export function fitSoftmax(examples: readonly Example[]): (features: readonly string[]) => string {
  const labels = [...new Set(examples.map(({ label }) => label))].sort();
  const weights = new Map<string, { value: Float64Array; squares: Float64Array }>();
  const weightsOf = (feature: string): { value: Float64Array; squares: Float64Array } => {
    let known = weights.get(feature);
    if (known === undefined) {
      known = { value: new Float64Array(labels.length), squares: new Float64Array(labels.length) };
      weights.set(feature, known);
    }
    return known;
  };
  for (let round = 0; round < ROUNDS; round++) {
    for (const { features, label } of examples) {
      const size = 1 / Math.sqrt(features.length);
      const rows = features.map(weightsOf);
      const chances = softmax(
        sums(
          rows.map(({ value }) => value),
          labels.length,
          size,
        ),
      );
      labels.forEach((name, k) => {
        const error = (chances[k] as number) - (name === label ? 1 : 0);
        for (const row of rows) step(row, k, error * size);
      });
    }
  }
  return (features) => {
    const known = features.flatMap((feature) => weights.get(feature)?.value ?? []);
    const scores = sums(known, labels.length, 1);
    return labels[scores.indexOf(Math.max(...scores))] ?? '';
  };
}

function step(row: { value: Float64Array; squares: Float64Array }, k: number, slope: number): void {
  const gradient = slope + DECAY * (row.value[k] as number);
  const squares = (row.squares[k] as number) + gradient * gradient;
  row.squares[k] = squares;
  row.value[k] = (row.value[k] as number) - (RATE * gradient) / Math.sqrt(squares + 1e-8);
}

function sums(rows: readonly Float64Array[], width: number, size: number): number[] {
  return Array.from(
    { length: width },
    (_, k) => rows.reduce((sum, row) => sum + (row[k] as number), 0) * size,
  );
}

function softmax(scores: readonly number[]): number[] {
  const most = Math.max(...scores);
  const powers = scores.map((score) => Math.exp(score - most));
  const total = powers.reduce((sum, power) => sum + power, 0);
  return powers.map((power) => power / total);
}
