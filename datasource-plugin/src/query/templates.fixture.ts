import type { Templates, Value } from './templates';

/** Variables as Grafana replaces them: All gives every value, `${name:raw}` and custom All values ask for no format. */
export function fakeTemplates(
  values: Readonly<Record<string, Value>>,
  {
    all = [],
    customAll = {},
  }: { all?: readonly string[]; customAll?: Readonly<Record<string, string>> } = {},
): Templates {
  const pattern = /\$(\w+)|\$\{(\w+)(?::(\w+))?\}|\[\[(\w+)\]\]/g;
  return {
    isAll: (text) => all.some((name) => [`$${name}`, `\${${name}}`, `[[${name}]]`].includes(text.trim())),
    replace: (text, format) =>
      text.replace(pattern, (whole, plain, braced, ownFormat, bracketed) => {
        const name = String(plain ?? braced ?? bracketed);
        const custom = customAll[name];
        if (custom !== undefined) return custom;
        const value = values[name];
        if (value === undefined) return whole as string;
        return ownFormat === undefined ? format(value) : [value].flat().join(',');
      }),
  };
}
