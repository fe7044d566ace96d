/** Facts in, the live page out: plain HTML with inline SVG, no script. Everything that came from a log is text. */
import { CLASSES, type LogClass, type Template } from '@presage/contract';
import { scoreLines, sparkline, stackedBars } from './charts.ts';
import type { PageFacts, ServiceFacts } from './facts.ts';
import { html, Markup } from './markup.ts';
import { health } from './render-health.ts';
import { number } from './number.ts';
import { STYLE } from './style.ts';

const REFRESH_SECONDS = 10;
const CLASS_NAMES: Readonly<Record<LogClass, string>> = {
  incident: 'incident',
  preventive_action: 'act before it breaks',
  normal: 'normal',
};

export function renderPage(facts: PageFacts): string {
  const page = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width,initial-scale=1" />
        <meta http-equiv="refresh" content="${REFRESH_SECONDS}" />
        <title>${title(facts)}</title>
        <style>
          ${new Markup(STYLE)}
        </style>
      </head>
      <body>
        ${head(facts)}
        <main class="grid-page">
          ${troubles(facts)}${classes(facts)}${anomalies(facts)}${services(facts)}${needAction(facts)}${newTemplates(facts)}${health(facts)}
          <footer>
            Presage ${facts.version} · refreshed every ${REFRESH_SECONDS} s ·
            <a href="/api/v1/openapi.json">API</a> · <a href="/api/v1/status">status</a> ·
            <a href="/metrics">metrics</a>
          </footer>
        </main>
      </body>
    </html>`;
  return page.text;
}

function title(facts: PageFacts): string {
  const incidents = sum(facts.classes.incident);
  return incidents === 0 ? 'Presage' : `(${number(incidents)}) Presage`;
}

function head({ ready, ranges }: PageFacts): Markup {
  const links = ranges.map(
    ({ label, href, isCurrent }) =>
      html`<a href="${href}" ${isCurrent ? html` class="current" aria-current="page"` : ''}>${label}</a>`,
  );
  return html`<header>
    <h1>Presage</h1>
    <span class="pill ${ready ? 'good' : 'bad'}"
      >${ready ? 'all lines decided and stored' : 'not ready'}</span
    >
    <nav aria-label="Time range">${links}</nav>
  </header>`;
}

function troubles({ reasons, troubles: asked }: PageFacts): Markup {
  const all = [...reasons, ...asked];
  return all.length === 0
    ? html``
    : html`<section class="warning">
        <h2>What is wrong</h2>
        ${all.map((text) => html`<div>${text}</div>`)}
      </section>`;
}

function classes(facts: PageFacts): Markup {
  const layers = ([...CLASSES].reverse() satisfies LogClass[]).map((name) => ({
    name,
    className: `${name}-fill`,
    values: facts.classes[name],
  }));
  const tips = facts.classes.normal.map((_, i) => {
    const counts = CLASSES.map((name) => `${number(facts.classes[name][i] ?? 0)} ${CLASS_NAMES[name]}`).join(
      ', ',
    );
    return `${clock(facts.fromMs + i * facts.stepMs)}: ${counts}`;
  });
  const numbers = CLASSES.map(
    (name) =>
      html`<div class="number">
        <b class="${name}">${number(sum(facts.classes[name]))}</b><span>${CLASS_NAMES[name]}</span>
      </div>`,
  );
  return html`<section>
    <h2>Lines by class</h2>
    <div class="numbers">${numbers}</div>
    ${stackedBars(layers, 150, tips)}${axis(facts)}
  </section>`;
}

function axis({ fromMs, nowMs }: PageFacts): Markup {
  return html`<div class="axis">
    <span>${clock(fromMs)}</span><span>${clock((fromMs + nowMs) / 2)}</span><span>${clock(nowMs)} UTC</span>
  </div>`;
}

function anomalies(facts: PageFacts): Markup {
  const key = facts.scores.map(({ name }, i) => html`<span><i class="k${i % 6}"></i>${name}</span>`);
  const body =
    facts.scores.length === 0
      ? html`<p class="empty">No service has been watched long enough yet to say what is usual for it.</p>`
      : html`${scoreLines(facts.scores, 130)}${axis(facts)}
          <div class="key">${key}</div>`;
  return html`<section class="half">
    <h2>Anomaly scores <span class="soft">· above the line is unusual</span></h2>
    ${body}
  </section>`;
}

function services({ services: all }: PageFacts): Markup {
  const rows = all.map(serviceRow);
  const body =
    all.length === 0
      ? html`<p class="empty">No line in this window.</p>`
      : html`<table>
          <thead>
            <tr>
              <th>service</th>
              <th></th>
              <th class="amount">lines</th>
              <th class="amount">need action</th>
              <th class="amount">score</th>
            </tr>
          </thead>
          <tbody>
            ${rows}
          </tbody>
        </table>`;
  return html`<section class="half">
    <h2>Services</h2>
    ${body}
  </section>`;
}

function serviceRow({ name, lines, trouble, volume, score }: ServiceFacts): Markup {
  const needs = sum(trouble);
  return html`<tr>
    <td class="name">${name}</td>
    <td>${sparkline(volume, trouble)}</td>
    <td class="amount">${number(lines)}</td>
    <td class="amount${needs > 0 ? ' hot' : ''}">${number(needs)}</td>
    <td class="amount${score > 1 ? ' hot' : ''}">${score.toFixed(1)}</td>
  </tr>`;
}

function needAction({ needAction: rows }: PageFacts): Markup {
  const items = rows.map(actionRow);
  const body =
    rows.length === 0
      ? html`<p class="empty">Nothing needs action in this window.</p>`
      : html`<ol class="lines">
          ${items}
        </ol>`;
  return html`<section class="half">
    <h2>Latest lines that need action</h2>
    ${body}
  </section>`;
}

function actionRow({ row: { timeMs, message, fields }, count }: PageFacts['needAction'][number]): Markup {
  const times = count > 1 ? html` <span class="soft">× ${number(count)}</span>` : html``;
  return html`<li>
    <time>${clock(timeMs)}</time>${badge(fields['presage_class'] ?? '')}<span><b>${fields['service'] ?? ''}</b>${times}</span>
    <span class="what">${message.slice(0, 400)}</span>
  </li>`;
}

function badge(name: string): Markup {
  return html`<span class="badge ${name}">${name === 'preventive_action' ? 'preventive' : name}</span>`;
}

function newTemplates({ newTemplates: templates }: PageFacts): Markup {
  const items = templates.map(templateRow);
  const body =
    templates.length === 0
      ? html`<p class="empty">No template was first seen in this window.</p>`
      : html`<ol class="lines">
          ${items}
        </ol>`;
  return html`<section class="half">
    <h2>New templates</h2>
    ${body}
  </section>`;
}

function templateRow({ first_seen, service, template, verdicts, count }: Template): Markup {
  return html`<li>
    <time>${first_seen.slice(11, 19)}</time>${badge(verdicts[0]?.class ?? '')}<span
      ><b>${service}</b> <span class="soft">× ${number(count)}</span></span
    ><span class="what">${template.slice(0, 400)}</span>
  </li>`;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function clock(ms: number): string {
  return new Date(ms).toISOString().slice(11, 19);
}
