/** One setting, as data: config.ts reads it, docs/configuration.md is printed from it. */
export interface SettingFact {
  readonly env: string;
  readonly kind:
    | 'address'
    | 'bytes'
    | 'count'
    | 'decimal'
    | 'duration'
    | 'engine'
    | 'file'
    | 'flag'
    | 'level'
    | 'list'
    | 'listener'
    | 'minutes'
    | 'path'
    | 'routing'
    | 'sdk'
    | 'secret'
    | 'start'
    | 'text'
    | 'url';
  /** As a user would write it; '' = not set. */
  readonly default: string;
  readonly description: string;
}
