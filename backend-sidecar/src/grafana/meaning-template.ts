import type { Signature } from '../../knowledge/signature.ts';

/**
 * Two notification templates by the label `signature`: what a known kind of line means, and what to do first. An alert carries only
 * the id: a text in its labels would land in every link, and one that changed would fire the alert again.
 */
export function meaningTemplate(signatures: readonly Signature[]): string {
  const told = signatures.filter((signature) => signature.class !== 'normal');
  return [
    ...define('presage.meaning', told, ({ meaning }) => meaning),
    ...define('presage.step', told, ({ steps }) => steps[0]),
  ].join('\n');
}

function define(
  name: string,
  signatures: readonly Signature[],
  text: (signature: Signature) => string | undefined,
): string[] {
  const cases = signatures.flatMap((signature) => {
    const said = text(signature);
    return said === undefined ? [] : [`if eq . ${JSON.stringify(signature.id)} }}${escaped(said)}{{ `];
  });
  return [
    `{{ define "${name}" -}}`,
    `{{ ${cases.join('else ')}${cases.length > 0 ? 'end ' : '"" '}}}`,
    '{{- end }}',
  ];
}

/**
 * Without an end of line, with what would be template code as text of it, and without backticks: a mail, a Teams card (which knows
 * no code in a text) and a ticket show them as they are.
 */
function escaped(text: string): string {
  return text.replace(/\s+/g, ' ').replaceAll('`', '').replaceAll('{{', '{{ "{{" }}');
}
