import { html, type Markup } from './markup.ts';

/** One layer of a stack, named by the CSS class that colours it. */
export interface Layer {
  readonly name: string;
  readonly className: string;
  readonly values: readonly number[];
}

const WIDTH = 720;

/** Bars over time, layers on top of each other; the first layer lies at the bottom. */
export function stackedBars(layers: readonly Layer[], height: number, tips: readonly string[]): Markup {
  const count = Math.max(...layers.map((layer) => layer.values.length), 1);
  const totals = Array.from({ length: count }, (_, i) =>
    layers.reduce((sum, layer) => sum + (layer.values[i] ?? 0), 0),
  );
  const scale = (height - 4) / Math.max(...totals, 1);
  const bars = totals.map((total, i) =>
    total === 0
      ? html``
      : html`<g><title>${tips[i] ?? ''}</title>${stack(layers, i, WIDTH / count, height, scale)}</g>`,
  );
  const lines = [0.25, 0.5, 0.75].map(
    (share) =>
      html`<line class="grid" x1="0" x2="${WIDTH}" y1="${fixed(height * share)}" y2="${fixed(height * share)}"/>`,
  );
  return html`<svg class="chart" viewBox="0 0 ${WIDTH} ${height}" preserveAspectRatio="none" role="img" aria-label="Lines over time by class">${lines}${bars}</svg>`;
}

/** The bar of one step. A layer that is there at all is drawn high enough to be seen. */
function stack(layers: readonly Layer[], i: number, step: number, height: number, scale: number): Markup[] {
  let top = height;
  return layers.map(({ className, values }) => {
    const size = (values[i] ?? 0) * scale;
    if (size === 0) return html``;
    const drawn = Math.max(size, 1.5);
    top -= drawn;
    return html`<rect class="${className}" x="${fixed(i * step + 0.5)}" y="${fixed(top)}" width="${fixed(Math.max(step - 1, 0.5))}" height="${fixed(drawn)}" rx="1"/>`;
  });
}

/** Scores over time, one line each, with the line at 1 above which a score is anomalous. */
export function scoreLines(
  tracks: readonly { readonly name: string; readonly values: readonly number[] }[],
  height: number,
): Markup {
  const most = Math.max(2, ...tracks.flatMap((track) => track.values));
  const y = (value: number): string => fixed(height - 3 - (Math.min(value, most) / most) * (height - 8));
  const lines = tracks.map(({ name, values }, index) => {
    const step = WIDTH / Math.max(values.length - 1, 1);
    const points = values.map((value, i) => `${fixed(i * step)},${y(value)}`).join(' ');
    return html`<polyline class="track track-${index % 6}" points="${points}"
      ><title>${name}</title></polyline
    >`;
  });
  return html`<svg
    class="chart"
    viewBox="0 0 ${WIDTH} ${height}"
    preserveAspectRatio="none"
    role="img"
    aria-label="Anomaly scores over time"
  >
    <rect class="zone" x="0" y="0" width="${WIDTH}" height="${y(1)}" />
    <line class="limit" x1="0" x2="${WIDTH}" y1="${y(1)}" y2="${y(1)}" />
    ${lines}
  </svg>`;
}

/** A small picture of a service: its volume, and in front of it what needs action. */
export function sparkline(volume: readonly number[], trouble: readonly number[]): Markup {
  const width = 120;
  const height = 26;
  const most = Math.max(...volume, 1);
  const area = (values: readonly number[]): string => {
    const step = width / Math.max(values.length - 1, 1);
    const points = values.map(
      (value, i) => `${fixed(i * step)},${fixed(height - (value / most) * (height - 2))}`,
    );
    return `0,${height} ${points.join(' ')} ${width},${height}`;
  };
  return html`<svg
    class="spark"
    viewBox="0 0 ${width} ${height}"
    preserveAspectRatio="none"
    aria-hidden="true"
  >
    <polygon class="volume" points="${area(volume)}" />
    <polygon class="trouble" points="${area(trouble)}" />
  </svg>`;
}

function fixed(value: number): string {
  return String(Math.round(value * 10) / 10);
}
