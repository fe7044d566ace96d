import type { TokenCredential } from '@azure/identity';
import type { LogsQueryClient } from '@azure/monitor-query-logs';

/** How Azure is reached; without a secret it is Azure's usual chain: environment, the machine's identity, the command line's. */
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
  return new LogsQueryClient(await credentialOf(access), {
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
