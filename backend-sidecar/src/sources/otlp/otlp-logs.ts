/** What both encodings of an export request become. */
export interface OtlpLogs {
  /** NDJSON, a line a record. */
  readonly lines: string;
  /** Names of the resources' attributes: what the stream is told apart by. */
  readonly resourceNames: ReadonlySet<string>;
}
