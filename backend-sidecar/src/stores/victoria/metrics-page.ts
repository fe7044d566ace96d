/** What a store's `/metrics` says of its process. */
export interface MetricsPage {
  /** `process_start_time_seconds`; undefined = the page does not say. */
  readonly startedAt: number | undefined;
  /** `vm_app_uptime_seconds`, whole seconds. */
  readonly uptimeSeconds: number | undefined;
  readonly version: string;
  readonly cores: number | undefined;
  readonly flags: ReadonlyMap<string, string>;
  /** Rows it acknowledged and then dropped, or could not read, so far; for whatever reason. */
  readonly dropped: number;
}

const DROPS =
  /^(?:vl_rows_dropped_total\{|vl_too_long_lines_skipped_total |vl_http_errors_total\{path="\/insert\/jsonline"\}|vm_rows_invalid_total\{type="prometheus"\})/;
const FLAG = /^flag\{name="([^"]+)", ?value="((?:[^"\\]|\\.)*)"/;
const VERSION = /^vm_app_version\{version="([^"]*)", ?short_version="([^"]*)"/;

export function readMetricsPage(text: string): MetricsPage {
  const numbers = new Map<string, number>();
  const flags = new Map<string, string>();
  let dropped = 0;
  let version = '';
  for (const line of text.split('\n')) {
    if (line.startsWith('flag{')) {
      const [, name, value] = FLAG.exec(line) ?? [];
      if (name !== undefined && value !== undefined) flags.set(name, value);
    } else if (
      line.startsWith('process_start_') ||
      line.startsWith('vm_app_up') ||
      line.startsWith('vm_available_cpu')
    ) {
      const [name = '', value] = line.split(' ');
      numbers.set(name, Number(value));
    } else if (DROPS.test(line)) {
      dropped += Number(line.slice(line.lastIndexOf(' ') + 1));
    } else if (line.startsWith('vm_app_version{')) {
      const [, long = '', short = ''] = VERSION.exec(line) ?? [];
      version = short === '' ? long : short;
    }
  }
  return {
    startedAt: numbers.get('process_start_time_seconds'),
    uptimeSeconds: numbers.get('vm_app_uptime_seconds'),
    cores: numbers.get('vm_available_cpu_cores'),
    version,
    flags,
    dropped,
  };
}
