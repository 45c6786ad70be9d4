import type { Engine } from '@cutover/contracts';
import type { ServerIdentity } from '../../session/server-connection.js';

/** One row of what a server says of itself. Readable by every account. */
export interface IdentityRow {
  version: string;
  comment: string;
  hostname: string;
  port: string;
  datadir: string;
  serverId: string;
  account: string;
}

/** Works on every MariaDB and MySQL; columns as in {@link IdentityRow}. */
export const identityStatement =
  'SELECT @@version AS version, @@version_comment AS comment, @@hostname AS hostname, ' +
  '@@port AS port, @@datadir AS datadir, @@server_id AS serverId, CURRENT_USER() AS account';

/** MySQL only: MariaDB has no such variable and refuses the statement. */
export const serverUuidStatement = 'SELECT @@server_uuid AS uuid';

/** The engines of this family. */
export type FamilyEngine = Extract<Engine, 'mariadb' | 'mysql'>;

/** The engine as one of this family, for code that is reached with no other. Throws for another. */
export function familyEngine(engine: Engine): FamilyEngine {
  if (engine === 'mariadb' || engine === 'mysql') return engine;
  throw new Error(`${engine} is neither MariaDB nor MySQL`);
}

/** MariaDB says so in its version or its comment; everything else is treated as MySQL. */
export function flavorOf(row: IdentityRow): FamilyEngine {
  return /mariadb/i.test(`${row.version} ${row.comment}`) ? 'mariadb' : 'mysql';
}

/**
 * major * 10000 + minor * 100 + patch, as MySQL's own comments count: 10.11.6 is 101106. Text before the number (the
 * `5.5.5-` that MariaDB puts in front for old clients) is skipped. 0 when there is no number at all.
 */
export function versionNumberOf(version: string): number {
  const found = /^(?:5\.5\.5-)?(\d+)\.(\d+)(?:\.(\d+))?/.exec(version);
  if (!found) return 0;
  return Number(found[1]) * 10_000 + Number(found[2]) * 100 + Number(found[3] ?? 0);
}

/** Puts an identity together. `uuid` is MySQL's server_uuid; null on MariaDB, which has nothing unique of its own. */
export function identityOf(row: IdentityRow, uuid: string | null): ServerIdentity {
  return {
    flavor: flavorOf(row),
    version: row.version,
    versionNumber: versionNumberOf(row.version),
    serverId: String(row.serverId),
    account: row.account,
    fingerprint: uuid ?? [row.hostname, row.port, row.datadir, row.serverId].join('|'),
  };
}
