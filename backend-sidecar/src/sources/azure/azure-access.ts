import type { TokenCredential } from '@azure/identity';
import type { LogsQueryClient } from '@azure/monitor-query-logs';
import { messageOf } from '../../errors.ts';

/**
 * How Azure is reached; without a secret it is Azure's usual chain: environment, a workload's federated token, the machine's identity
 * (the one of `clientId`, where it is set), the command line's.
 */
export interface AzureAccess {
  readonly tenantId: string | undefined;
  readonly clientId: string | undefined;
  readonly clientSecret: string | undefined;
  /** Where tokens come from, when not the public cloud's. */
  readonly authority: string | undefined;
  /** Where queries go, when not the public cloud's. */
  readonly endpoint: string | undefined;
}

/** Opened once a source of this kind is used: the packages take a while to load. */
export async function openClient(access: AzureAccess): Promise<LogsQueryClient> {
  const { LogsQueryClient } = await import('@azure/monitor-query-logs');
  const { endpoint } = access;
  return new LogsQueryClient(telling(await credentialOf(access), wayOutOf(access)), {
    // The poller knows better what to do about a failure.
    retryOptions: { maxRetries: 0 },
    ...(endpoint === undefined
      ? {}
      : { endpoint: `${endpoint}/v1`, credentials: { scopes: [`${endpoint}/.default`] } }),
  });
}

async function credentialOf(access: AzureAccess): Promise<TokenCredential> {
  const { ClientSecretCredential, DefaultAzureCredential } = await import('@azure/identity');
  const { tenantId, clientId, clientSecret, authority } = access;
  const host = authority === undefined ? {} : { authorityHost: authority, disableInstanceDiscovery: true };
  if (tenantId !== undefined && clientId !== undefined && clientSecret !== undefined)
    return new ClientSecretCredential(tenantId, clientId, clientSecret, host);
  return new DefaultAzureCredential({
    ...host,
    ...(tenantId === undefined ? {} : { tenantId }),
    ...(clientId === undefined ? {} : { managedIdentityClientId: clientId }),
  });
}

/** Where no token is given, the way out is told with the reason, which never holds the secret. */
function telling(credential: TokenCredential, wayOut: string): TokenCredential {
  return {
    getToken: (scopes, options) =>
      credential.getToken(scopes, options).catch((thrown: unknown) => {
        const reason = messageOf(thrown).replaceAll(/\s*\n\s*/g, ' ');
        throw new Error(`Azure gives no token. ${wayOut} What it says: ${reason}`, { cause: thrown });
      }),
  };
}

function wayOutOf({ tenantId, clientId, clientSecret }: AzureAccess): string {
  if (clientSecret === undefined)
    return 'Set tenant_id, client_id and client_secret_env, or run where Azure gives an identity.';
  return (
    `Check tenant_id (${tenantId ?? ''}), client_id (${clientId ?? ''}) and the value that client_secret_env names: ` +
    'it is the secret, not its id, and it ends one day.'
  );
}
