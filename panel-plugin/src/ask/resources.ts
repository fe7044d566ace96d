import type {
  ClassifyReply,
  ClassifyRequest,
  Correction,
  CorrectionReply,
  ExplainFeedback,
  ExplainPreview,
  ExplainRequest,
} from '@presage/contract';
import { config } from '@grafana/runtime';
import { AskError, errorOfReply } from './ask-error';

/**
 * The datasource's own backend, by its uid. The panel holds no secret and never calls the sidecar: the datasource adds tenant and
 * token, and checks the role. Plain fetch, because Grafana's own client shows a toast for each failure and holds streams back.
 */
export class Resources {
  readonly #base: string;

  constructor(uid: string) {
    this.#base = `${config.appSubUrl ?? ''}/api/datasources/uid/${encodeURIComponent(uid)}/resources/`;
  }

  /** Fulfilled with a reply of status 2xx; rejects with an AskError, or as fetch does when it is aborted. */
  async post(path: string, body: unknown, { signal, accept }: PostOptions = {}): Promise<Response> {
    const reply = await fetch(this.#base + path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: accept ?? 'application/json', ...orgHeader() },
      body: JSON.stringify(body),
      ...(signal === undefined ? {} : { signal }),
    }).catch((thrown: unknown) => {
      if (signal?.aborted === true) throw thrown;
      throw new AskError('unreachable', 'Grafana does not answer. Check the connection and try again.');
    });
    if (!reply.ok) throw errorOfReply(reply.status, await reply.text());
    return reply;
  }

  preview(request: ExplainRequest): Promise<ExplainPreview> {
    return this.#json('explain/preview', request);
  }

  async sendFeedback(explanationId: string, feedback: ExplainFeedback): Promise<void> {
    await this.post(`explain/${encodeURIComponent(explanationId)}/feedback`, feedback);
  }

  correct(correction: Correction): Promise<CorrectionReply> {
    return this.#json('corrections', correction);
  }

  /** What lines mean that nobody has stored. */
  classify(request: ClassifyRequest, signal: AbortSignal): Promise<ClassifyReply> {
    return this.#json('classify', request, signal);
  }

  async #json<Reply>(path: string, body: unknown, signal?: AbortSignal): Promise<Reply> {
    const reply = await this.post(path, body, signal === undefined ? {} : { signal });
    return (await reply.json()) as Reply;
  }
}

interface PostOptions {
  readonly signal?: AbortSignal;
  readonly accept?: string;
}

function orgHeader(): Record<string, string> {
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- its successor is not in every Grafana that we run on
  const { orgId } = config.bootData?.user ?? {};
  return orgId === undefined ? {} : { 'X-Grafana-Org-Id': String(orgId) };
}
