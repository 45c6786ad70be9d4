import type { ConnectionOptions, SslOptions } from 'mysql2';
import type { Endpoint, EndpointTls } from '../../../endpoint.js';
import { readPassword, readTlsFiles } from '../../../session/credentials.js';
import { openSocket } from '../../../session/verified-socket.js';

/** A host that drops packets must not hold an attempt for longer. */
const connectTimeoutMs = 10_000;

/**
 * Driver options of one side. Files are read anew at every attempt, so that a rotated password or certificate works
 * without a restart. Rejects with UnusableFile (session/credentials.ts).
 */
export async function connectOptions(endpoint: Endpoint): Promise<ConnectionOptions> {
  return {
    host: endpoint.host,
    port: endpoint.port,
    user: endpoint.username,
    password: await readPassword(endpoint),
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

async function tlsOptions(tls: EndpointTls): Promise<SslOptions> {
  const { ca, cert, key } = await readTlsFiles(tls);
  return {
    ...(ca === undefined ? {} : { ca }),
    ...(cert === undefined ? {} : { cert }),
    ...(key === undefined ? {} : { key }),
    rejectUnauthorized: tls.verify,
    verifyIdentity: tls.verify,
    minVersion: 'TLSv1.2',
  };
}
