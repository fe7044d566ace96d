/** A line of the shop before it is sent. */
export interface DemoLine {
  readonly service: string;
  readonly host: string;
  readonly message: string;
  /** Only for services that log it as a field. */
  readonly level?: string;
  readonly fields?: Readonly<Record<string, string | number>>;
}
