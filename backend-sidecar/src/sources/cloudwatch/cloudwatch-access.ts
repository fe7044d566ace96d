import type { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import type { fromTemporaryCredentials } from '@aws-sdk/credential-providers';
import { messageOf } from '../../errors.ts';

/** How an account is reached; without keys, profile and role it is AWS's usual chain: environment, files, the machine's role. */
export interface CloudWatchAccess {
  readonly keys:
    { readonly id: string; readonly secret: string; readonly session: string | undefined } | undefined;
  /** Of the shared configuration files. */
  readonly profile: string | undefined;
  /** ARN of a role that is assumed with those. */
  readonly role: string | undefined;
  readonly externalId: string | undefined;
  /** Another address than AWS's own: a VPC endpoint, an emulator. */
  readonly endpoint: string | undefined;
}

type CredentialProvider = ReturnType<typeof fromTemporaryCredentials>;

/** AWS takes a key no longer, whatever it said about its end: a session was revoked, a file was written anew. */
const OUT_OF_USE = /^(ExpiredToken|UnrecognizedClient|InvalidClientTokenId)/;
const DENIED = /^AccessDenied/;

/** Opened once a source of this kind is used: the packages take a while to load. */
export async function openClient(access: CloudWatchAccess, region: string): Promise<CloudWatchLogsClient> {
  const { CloudWatchLogsClient } = await import('@aws-sdk/client-cloudwatch-logs');
  const client = new CloudWatchLogsClient({
    region,
    credentials: credentialsOf(access, region),
    // The poller knows better what to do about a failure.
    maxAttempts: 1,
    requestHandler: { connectionTimeout: 5000, requestTimeout: 30_000, throwOnRequestTimeout: true },
    ...(access.endpoint === undefined ? {} : { endpoint: access.endpoint }),
  });
  renewWhatIsRefused(client);
  return client;
}

/** AWS's library renews credentials before the end that they name; this does it, once a request, when AWS names another. */
function renewWhatIsRefused(client: CloudWatchLogsClient): void {
  client.middlewareStack.add(
    (next) => async (request) => {
      try {
        return await next(request);
      } catch (thrown) {
        if (!OUT_OF_USE.test(nameOf(thrown))) throw thrown;
        await client.config.credentials({ forceRefresh: true });
        return next(request);
      }
    },
    { step: 'initialize', name: 'renewWhatIsRefused' },
  );
}

/** Asked when there are none and when they end: each time from the beginning, so that files written anew are read anew. */
function credentialsOf(access: CloudWatchAccess, region: string): CredentialProvider {
  return async (caller) => {
    const packages = await import('@aws-sdk/credential-providers');
    const { keys, profile, role, externalId } = access;
    const own =
      keys === undefined
        ? packages.fromNodeProviderChain({
            ...(profile === undefined ? {} : { profile }),
            ignoreCache: true,
          })
        : () => Promise.resolve(identityOf(keys));
    if (role === undefined) return own(caller);
    const assume = packages.fromTemporaryCredentials({
      masterCredentials: own,
      params: {
        RoleArn: role,
        RoleSessionName: 'presage',
        ...(externalId === undefined ? {} : { ExternalId: externalId }),
      },
      clientConfig: { region },
    });
    return assume(caller).catch((thrown: unknown) => {
      throw notAssumed(role, thrown);
    });
  };
}

function identityOf({ id, secret, session }: NonNullable<CloudWatchAccess['keys']>) {
  return {
    accessKeyId: id,
    secretAccessKey: secret,
    ...(session === undefined ? {} : { sessionToken: session }),
  };
}

/** The failure under its own name, with the role and the way out. */
function notAssumed(role: string, thrown: unknown): Error {
  const name = nameOf(thrown);
  const wayOut = DENIED.test(name)
    ? " The role's trust policy must name who asks (and external_id where it wants one), and who asks must be allowed sts:AssumeRole."
    : '';
  const error = new Error(`The role ${role} cannot be assumed: ${messageOf(thrown)}.${wayOut}`, {
    cause: thrown,
  });
  error.name = name;
  return error;
}

function nameOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.name : '';
}
