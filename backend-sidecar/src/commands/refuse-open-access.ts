import { isLoopback, type Config } from '../config.ts';
import { PresageError } from '../errors.ts';

/** @throws PresageError `bad_config` when everyone on the network could use the server, and nobody has said that this is meant */
export function refuseOpenAccess(config: Config, hasTokens: boolean): void {
  if (isLoopback(config.listen.host) || hasTokens || config.openAccess) return;
  throw new PresageError(
    'bad_config',
    `PRESAGE_LISTEN=${config.listen.host}:${config.listen.port} can be reached from other machines, and there is no token. Make one (presage token create --role admin), or set PRESAGE_ALLOW_OPEN_ACCESS=true to let everyone in.`,
  );
}
