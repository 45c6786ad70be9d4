import type { Endpoint } from '@cutover/databases';

/** Pure: a password file that fits every server. A colon or backslash is escaped. Source: "The Password File" of the manual. */
export const passwordFile = (password: string): string =>
  `*:*:*:*:${password.replace(/[\\:]/g, (character) => `\\${character}`)}\n`;

/** Pure: the environment with which a client of PostgreSQL logs in. The password stands in its file alone. */
export function postgresLogin(loginFile: string, { host, port, username, tls }: Endpoint): Record<string, string> {
  return {
    ...{ PGHOST: host, PGPORT: String(port), PGUSER: username, PGPASSFILE: loginFile },
    ...{ PGSSLMODE: sslMode(tls), PGCONNECT_TIMEOUT: '10', PGAPPNAME: 'cutover backup' },
    ...(tls?.ca === undefined ? {} : { PGSSLROOTCERT: tls.ca }),
    ...(tls?.cert === undefined ? {} : { PGSSLCERT: tls.cert }),
    ...(tls?.key === undefined ? {} : { PGSSLKEY: tls.key }),
  };
}

function sslMode(tls: Endpoint['tls']): string {
  if (tls === undefined) return 'disable';
  return tls.verify ? 'verify-full' : 'require';
}
