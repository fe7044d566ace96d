/** Why an explanation did not come. `code` is the sidecar's or the datasource's; `unreadable` and `cut_off` are ours. */
export class AskError extends Error {
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.name = 'AskError';
    this.code = code;
  }
}

/** What a reply that is no success says: the sidecar's form, Grafana's own, else its status. */
export function errorOfReply(status: number, body: string): AskError {
  const reply = parsed(body);
  const error = reply['error'];
  if (typeof error === 'object' && error !== null) {
    const { code, message } = error as { code?: unknown; message?: unknown };
    if (typeof message === 'string')
      return new AskError(typeof code === 'string' ? code : codeOf(status), message);
  }
  const said = [reply['message'], error].find((one) => typeof one === 'string' && one !== '');
  return new AskError(
    codeOf(status),
    typeof said === 'string' ? said : `Grafana answered with status ${status}.`,
  );
}

function codeOf(status: number): string {
  if (status === 401) return 'unauthorized';
  if (status === 403) return 'forbidden';
  return status === 404 ? 'not_found' : 'failed';
}

function parsed(body: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}
