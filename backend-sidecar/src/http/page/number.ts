/** A whole number as people read it. */
export function number(value: number): string {
  return Math.round(value).toLocaleString('en');
}
