import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import { text } from 'node:stream/consumers';
import { close, listen } from '../../loopback.fixture.ts';

/** What a token was asked with. */
interface Asked {
  readonly tenant: string;
  readonly client: string;
  readonly scope: string;
  readonly by: 'secret' | 'assertion';
}

/** Entra ID as far as an application without a person asks it for tokens: discovery, and grants by secret or federated assertion. */
export class FakeAuthority {
  /** Applications by id, each with its secret. */
  readonly secrets = new Map<string, string>();
  /** Federated assertions that are trusted. */
  readonly assertions = new Set<string>();
  readonly asked: Asked[] = [];
  /** What it gave out. */
  readonly tokens = new Set<string>();
  lifeSeconds = 3600;
  readonly #server;
  #url = '';

  constructor(pair: { readonly cert: Buffer; readonly key: Buffer }) {
    this.#server = createServer(pair, (request, response) => void this.#serve(request, response));
  }

  async listen(): Promise<string> {
    this.#url = `https://localhost:${await listen(this.#server)}`;
    return this.#url;
  }

  close(): Promise<void> {
    return close(this.#server);
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const sent = await text(request);
    const [, tenant = '', ...rest] = (request.url ?? '').split('?')[0]?.split('/') ?? [];
    const answer = (status: number, body: object): void => {
      response.writeHead(status, { 'content-type': 'application/json' });
      response.end(JSON.stringify(body));
    };
    if (rest.at(-1) === 'openid-configuration') answer(200, this.#discovery(tenant));
    else this.#grant(tenant, new URLSearchParams(sent), answer);
  }

  #discovery(tenant: string): object {
    const base = `${this.#url}/${tenant}`;
    return {
      issuer: `${base}/v2.0`,
      authorization_endpoint: `${base}/oauth2/v2.0/authorize`,
      token_endpoint: `${base}/oauth2/v2.0/token`,
      jwks_uri: `${base}/discovery/v2.0/keys`,
    };
  }

  #grant(tenant: string, form: URLSearchParams, answer: (status: number, body: object) => void): void {
    const said = (name: string): string => form.get(name) ?? '';
    const by = form.has('client_assertion') ? 'assertion' : 'secret';
    const client = said('client_id');
    this.asked.push({ tenant, client, scope: said('scope'), by });
    const isTrusted =
      by === 'assertion'
        ? this.assertions.has(said('client_assertion'))
        : this.secrets.get(client) === said('client_secret');
    if (!isTrusted) {
      const words = `AADSTS7000215: Invalid client secret provided. Ensure the secret being sent is the value, not its ID, for app '${client}'.`;
      answer(401, { error: 'invalid_client', error_description: words, error_codes: [7000215] });
      return;
    }
    const token = `token-${this.tokens.size + 1}`;
    this.tokens.add(token);
    const seconds = this.lifeSeconds;
    answer(200, { token_type: 'Bearer', expires_in: seconds, ext_expires_in: seconds, access_token: token });
  }
}
