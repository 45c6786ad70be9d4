import type { ConnectionOptions, SslOptions } from 'mysql2';
import type { Endpoint, EndpointTls } from '../../../endpoint.js';
import { connectTimeoutMs } from '../../../session/connection-limits.js';
import { readPassword, tlsSettings } from '../../../session/credentials.js';
import { openSocket } from '../../../session/verified-socket.js';

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
  return { ...(await tlsSettings(tls)), verifyIdentity: tls.verify };
}
