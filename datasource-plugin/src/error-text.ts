import { say } from './components/words';

/** What a failed call of the backend says: the sidecar's own words where there are any. */
export function errorText(thrown: unknown): string {
  const { data, statusText, message } = (typeof thrown === 'object' && thrown !== null ? thrown : {}) as {
    data?: { error?: { message?: unknown } | string; message?: unknown };
    statusText?: unknown;
    message?: unknown;
  };
  const inner = typeof data?.error === 'object' ? data.error.message : data?.error;
  const said = [inner, data?.message, message, statusText].find(
    (text) => typeof text === 'string' && text !== '',
  );
  return typeof said === 'string' ? said : say('problem.request');
}
