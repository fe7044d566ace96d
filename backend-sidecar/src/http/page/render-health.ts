import type { PageFacts, SourceFacts, StoreFacts } from './facts.ts';
import { html, type Markup } from './markup.ts';
import { number } from './number.ts';

/** Where lines come from and go to, and what was set aside. */
export function health({ stores, sources, deadLetters, templates }: PageFacts): Markup {
  const letters = Object.entries(deadLetters).map(
    ([reason, count]) =>
      html`<div>
        <span class="dot bad"></span>${number(count)} dead letters <span class="soft">${reason}</span>
      </div>`,
  );
  const none = html`<div class="soft">No line has come yet. README: “Point your shipper here”.</div>`;
  return html`<section>
    <h2>Sources</h2>
    <div class="stores">${sources.length === 0 ? none : sources.map(sourceRow)}</div>
    <h2>Stores</h2>
    <div class="stores">
      ${stores.map(storeRow)}${letters}
      <div class="soft">${number(templates)} templates known</div>
    </div>
  </section>`;
}

function sourceRow({ name, ok, message, linesPerSecond }: SourceFacts): Markup {
  const rate = linesPerSecond === undefined ? '' : `${Math.round(linesPerSecond * 10) / 10} lines/s`;
  const said = [rate, message].filter((text) => text !== '').join(', ');
  return html`<div>
    <span class="dot${ok ? '' : ' bad'}"></span>${name} <span class="soft">${said}</span>
  </div>`;
}

function storeRow({ name, ok, message, lagSeconds }: StoreFacts): Markup {
  const lag = lagSeconds > 2 ? `, ${Math.round(lagSeconds)} s behind` : '';
  return html`<div>
    <span class="dot${ok ? '' : ' bad'}"></span>${name} <span class="soft">${message}${lag}</span>
  </div>`;
}
