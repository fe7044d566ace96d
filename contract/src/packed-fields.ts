/**
 * In: the fields of many lines, as text. Out: one short text a line, with the names of its fields said once for all lines that have
 * the same. An answer of such lines is less than half as long as with JSON, which the sidecar, the plugin's backend, Grafana and the
 * browser all have to read or print.
 */

/** The fields of a line; names and values may be any text. */
export type LineFields = Readonly<Record<string, string>>;

export interface PackedFields {
  /** The names of fields in their order, once for each kind of line. */
  readonly names: readonly (readonly string[])[];
  /** For each line `|` between the place of its names and the values in their order; `^p` is a `|` in a value, `^^` a `^`. */
  readonly lines: readonly string[];
}

export function packFields(rows: readonly LineFields[]): PackedFields {
  const names: (readonly string[])[] = [];
  const places = new Map<string, number>();
  const placeOf = (own: readonly string[]): number => {
    const key = own.map((name) => `|${escaped(name)}`).join('');
    const known = places.get(key);
    if (known !== undefined) return known;
    places.set(key, names.length);
    return names.push(own) - 1;
  };
  const lines = rows.map((fields) => {
    const own = Object.keys(fields);
    let line = String(placeOf(own));
    for (const name of own) line += `|${escaped(fields[name] ?? '')}`;
    return line;
  });
  return { names, lines };
}

/** The fields of a packed line. Throws a RangeError when the names are not those that it was packed with. */
export function unpackFields(names: PackedFields['names'], line: string): Record<string, string> {
  const [place, ...values] = line.split('|');
  const own = names[Number(place)];
  if (own?.length !== values.length)
    throw new RangeError(`A packed line has ${values.length} values for ${own?.length ?? 'no'} names.`);
  return Object.fromEntries(own.map((name, at) => [name, unescaped(values[at] ?? '')]));
}

function escaped(value: string): string {
  return /[|^]/.test(value) ? value.replaceAll('^', '^^').replaceAll('|', '^p') : value;
}

function unescaped(value: string): string {
  return value.includes('^') ? value.replaceAll(/\^([\^p])/g, (_, of) => (of === 'p' ? '|' : '^')) : value;
}
