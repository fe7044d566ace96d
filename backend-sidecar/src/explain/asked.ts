/** A line that is not in the store. */
export interface ForeignLine {
  readonly message: string;
  readonly fields: Readonly<Record<string, string>>;
  readonly timeMs: number;
}

/** What is to be explained. */
export type Asked =
  | { readonly by: 'event'; readonly eventId: string }
  /** Its newest line that needs action, else its newest; `templateIds` with the aliases. */
  | { readonly by: 'template'; readonly templateIds: readonly string[]; readonly service: string | undefined }
  /** Any line, with the lines shown around it. */
  | { readonly by: 'line'; readonly line: ForeignLine; readonly around: readonly ForeignLine[] };
