import type { ClientConfig } from 'pg';
import { isIP } from 'node:net';
import { checkServerIdentity, type ConnectionOptions } from 'node:tls';
import type { Endpoint, EndpointTls } from '../../../endpoint.js';
import { connectTimeoutMs } from '../../../session/connection-limits.js';
import { readPassword, tlsSettings } from '../../../session/credentials.js';
import { secureContextOf } from '../../../session/secure-contexts.js';
import { applicationName } from './application-name.js';
import { typeParsers } from './type-parsers.js';

/**
 * Driver options of one side. Files are read anew at every attempt, so that a rotated password or certificate works
 * without a restart. Settings of a session are not among them: a pooler refuses those it does not know, and says nothing
 * that helps. Rejects with UnusableFile (session/credentials.ts).
 */
export async function connectOptions(endpoint: Endpoint): Promise<ClientConfig> {
  const password = await readPassword(endpoint);
  return {
    host: endpoint.host,
    port: endpoint.port,
    user: endpoint.username,
    // As a function, since the driver takes PGPASSWORD or ~/.pgpass in place of an empty text.
    password: () => password,
    database: endpoint.database,
    // Given in any case: the driver would take PGSSLMODE and PGSSLNEGOTIATION of the environment.
    ssl: endpoint.tls ? await tlsOptions(endpoint.host, endpoint.tls) : false,
    sslnegotiation: 'postgres',
    connectionTimeoutMillis: connectTimeoutMs,
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
    application_name: applicationName,
    types: typeParsers,
  };
}

async function tlsOptions(host: string, tls: EndpointTls): Promise<ConnectionOptions> {
  const settings = await tlsSettings(tls);
  return {
    ...settings,
    secureContext: secureContextOf(settings),
    // For an address the driver passes no name to TLS, and any certificate for `localhost` would do.
    ...(isIP(host) ? { checkServerIdentity: (_, certificate) => checkServerIdentity(host, certificate) } : {}),
  };
}
