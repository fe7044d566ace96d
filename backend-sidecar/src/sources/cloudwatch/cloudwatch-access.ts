import type { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';

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

/** Opened once a source of this kind is used: the packages take a while to load. */
export async function openClient(access: CloudWatchAccess, region: string): Promise<CloudWatchLogsClient> {
  const { CloudWatchLogsClient } = await import('@aws-sdk/client-cloudwatch-logs');
  return new CloudWatchLogsClient({
    region,
    credentials: await credentialsOf(access, region),
    // The poller knows better what to do about a failure.
    maxAttempts: 1,
    requestHandler: { connectionTimeout: 5000, requestTimeout: 30_000, throwOnRequestTimeout: true },
    ...(access.endpoint === undefined ? {} : { endpoint: access.endpoint }),
  });
}

async function credentialsOf({ keys, profile, role, externalId }: CloudWatchAccess, region: string) {
  const { fromNodeProviderChain, fromTemporaryCredentials } = await import('@aws-sdk/credential-providers');
  const own =
    keys === undefined
      ? fromNodeProviderChain(profile === undefined ? {} : { profile })
      : {
          accessKeyId: keys.id,
          secretAccessKey: keys.secret,
          ...(keys.session === undefined ? {} : { sessionToken: keys.session }),
        };
  if (role === undefined) return own;
  return fromTemporaryCredentials({
    masterCredentials: own,
    params: {
      RoleArn: role,
      RoleSessionName: 'presage',
      ...(externalId === undefined ? {} : { ExternalId: externalId }),
    },
    clientConfig: { region },
  });
}
