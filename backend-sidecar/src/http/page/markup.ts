/** HTML or SVG that is safe to put into the page as it is. Only `html` makes it. */
export class Markup {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

type Part = Markup | string | number | undefined | readonly Markup[];

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escapeText(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? '');
}

function textOf(part: Part): string {
  if (part === undefined) return '';
  if (part instanceof Markup) return part.text;
  if (typeof part === 'object') return part.map((markup) => markup.text).join('');
  return escapeText(String(part));
}

/** Markup from a template: every value is text and is escaped, unless it is markup itself. */
export function html(constants: TemplateStringsArray, ...parts: readonly Part[]): Markup {
  return new Markup(constants.reduce((page, constant, i) => page + textOf(parts[i - 1]) + constant));
}
