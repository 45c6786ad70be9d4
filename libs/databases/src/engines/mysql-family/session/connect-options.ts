import { readFile } from 'node:fs/promises';
import type { ConnectionOptions, SslOptions } from 'mysql2';
import type { Endpoint, EndpointTls } from '../../../endpoint.js';
import { pemFault, type TlsFileKey } from '../../../session/pem-content.js';
import { openSocket } from '../../../session/verified-socket.js';

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

/** A host that drops packets must not hold an attempt for longer. */
const connectTimeoutMs = 10_000;

/**
 * Driver options of one side. Files are read anew at every attempt, so that a rotated password or certificate works
 * without a restart. Rejects with {@link UnusableFile}.
 */
export async function connectOptions(endpoint: Endpoint): Promise<ConnectionOptions> {
  return {
    host: endpoint.host,
    port: endpoint.port,
    user: endpoint.username,
    password: await passwordOf(endpoint),
    ...(endpoint.tls ? { ssl: await tlsOptions(endpoint.tls) } : {}),
    stream: () => openSocket(endpoint.host, endpoint.port),
    connectTimeout: connectTimeoutMs,
    charset: 'utf8mb4',
    timezone: 'Z',
    // No value may be rounded or shifted on its way: integers and dates come as the server prints them.
    supportBigNumbers: true,
    bigNumberStrings: true,
    dateStrings: true,
    stringifyObjects: true,
    multipleStatements: false,
    // We prepare none. The driver makes room for 16,000 in every connection, half a megabyte that is touched at each attempt.
    maxPreparedStatements: 1,
    // A pool's connection takes leave, too, when it is ended.
    gracefulEnd: true,
    connectAttributes: { program_name: 'cutover' },
  };
}

async function passwordOf(endpoint: Endpoint): Promise<string> {
  if (endpoint.passwordFile === undefined) return endpoint.password ?? '';
  try {
    return (await readFile(endpoint.passwordFile, 'utf8')).replace(/\r?\n$/, '');
  } catch (cause) {
    // The configuration was loaded with the file's content: a file that vanished since then need not end the watch.
    if (endpoint.password !== undefined) return endpoint.password;
    throw new UnusableFile('PASSWORD_FILE_UNREADABLE', endpoint.passwordFile, { cause });
  }
}

async function tlsOptions(tls: EndpointTls): Promise<SslOptions> {
  const [ca, cert, key] = await Promise.all([readPem(tls, 'ca'), readPem(tls, 'cert'), readPem(tls, 'key')]);
  return {
    ...(ca === undefined ? {} : { ca }),
    ...(cert === undefined ? {} : { cert }),
    ...(key === undefined ? {} : { key }),
    rejectUnauthorized: tls.verify,
    verifyIdentity: tls.verify,
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
