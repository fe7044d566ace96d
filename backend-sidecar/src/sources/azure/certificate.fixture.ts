import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface Certificate {
  readonly cert: Buffer;
  readonly key: Buffer;
  /** Where the certificate lies, for processes that shall trust it. */
  readonly certFile: string;
}

/** A certificate for localhost; undefined where there is no openssl to make one. */
export function newCertificate(): Certificate | undefined {
  if (spawnSync('openssl', ['version']).status !== 0) return undefined;
  const folder = mkdtempSync(join(tmpdir(), 'presage-tls-'));
  const [key, certFile] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
  const ask =
    'req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 1 -subj /CN=localhost -addext subjectAltName=DNS:localhost';
  execFileSync('openssl', [...ask.split(' '), '-keyout', key, '-out', certFile], { stdio: 'ignore' });
  return { cert: readFileSync(certFile), key: readFileSync(key), certFile };
}
