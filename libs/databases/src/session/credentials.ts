import { readFile } from 'node:fs/promises';
import type { Endpoint, EndpointTls } from '../endpoint.js';
import { pemFault, type TlsFileKey } from './pem-content.js';

/** Codes are stable. */
type FileFault = 'PASSWORD_FILE_UNREADABLE' | 'TLS_FILE_UNREADABLE' | 'TLS_FILE_INVALID';

/** A file that the connection needs cannot be read, or does not hold what it should. */
export class UnusableFile extends Error {
  constructor(
    readonly code: FileFault,
    readonly file: string,
    { message = `Cannot read ${file}`, ...options }: ErrorOptions & { message?: string },
  ) {
    super(message, options);
  }
}

/**
 * The password of an endpoint. A file is read anew at every connect, so that a rotated password works without a restart.
 * Rejects with {@link UnusableFile}.
 */
export async function readPassword(endpoint: Endpoint): Promise<string> {
  if (endpoint.passwordFile === undefined) return endpoint.password ?? '';
  try {
    return (await readFile(endpoint.passwordFile, 'utf8')).replace(/\r?\n$/, '');
  } catch (cause) {
    // The configuration was loaded with the file's content: a file that vanished since then need not end the watch.
    if (endpoint.password !== undefined) return endpoint.password;
    throw new UnusableFile('PASSWORD_FILE_UNREADABLE', endpoint.passwordFile, { cause });
  }
}

/** What every driver is told of TLS. Files are read anew at every connect, too. Rejects with {@link UnusableFile}. */
export async function tlsSettings(
  tls: EndpointTls,
): Promise<Partial<Record<TlsFileKey, string>> & { rejectUnauthorized: boolean; minVersion: 'TLSv1.2' }> {
  const [ca, cert, key] = await Promise.all([readPem(tls, 'ca'), readPem(tls, 'cert'), readPem(tls, 'key')]);
  return {
    ...(ca === undefined ? {} : { ca }),
    ...(cert === undefined ? {} : { cert }),
    ...(key === undefined ? {} : { key }),
    rejectUnauthorized: tls.verify,
    minVersion: 'TLSv1.2',
  };
}

async function readPem(tls: EndpointTls, key: TlsFileKey): Promise<string | undefined> {
  const file = tls[key];
  if (file === undefined) return undefined;
  const text = await readFile(file, 'utf8').catch((cause: unknown) => {
    throw new UnusableFile('TLS_FILE_UNREADABLE', file, { cause });
  });
  // It was in order when the configuration was read, and was replaced since.
  const fault = pemFault(key, text);
  if (fault !== null) throw new UnusableFile('TLS_FILE_INVALID', file, { message: `the TLS file ${file} ${fault}` });
  return text;
}
