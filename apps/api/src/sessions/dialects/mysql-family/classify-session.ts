import type { HoldUp, HoldUpKind } from '@cutover/contracts';
import type { ServerConnection } from '@cutover/databases';
import { waitingSeconds } from '../../sessions-dialect.js';
import type { PreparedRow, SessionRow } from './statements.js';
import { withoutValues } from './without-values.js';

const comments = /^(?:\s|\/\*(?!!)[\s\S]*?\*\/)*/;
const backup =
  /^(?:BACKUP\s|FLUSH\s+(?:(?:NO_WRITE_TO_BINLOG|LOCAL)\s+)?TABLES?\b[\s\S]*\bWITH\s+READ\s+LOCK|LOCK\s+(?:INSTANCE|BINLOG|TABLES)\s+FOR\s+BACKUP|SELECT \/\*!40001 )/i;
const ddl =
  /^(?:(?:ALTER|RENAME|DROP)\s+(?!USER|ROLE|TEMPORARY)|TRUNCATE|OPTIMIZE|REPAIR|CREATE\s+(?:OR\s+REPLACE\s+)?(?:(?:UNIQUE|FULLTEXT|SPATIAL)\s+)?(?:TABLE|INDEX)\b)/i;

/** Pure: what a working session holds up, or is held up by; null: nothing of interest. */
export function kindOf({ state, info, seconds }: SessionRow): HoldUpKind | null {
  // A table, a schema, an event or a routine: their definition is in use, or about to be changed.
  if (/metadata lock$/i.test(state ?? '')) return Number(seconds) >= waitingSeconds ? 'lock-wait' : null;
  // Somebody has FLUSH TABLES WITH READ LOCK or a stage of BACKUP, and is idle.
  if (/^waiting for (?:global read|backup|commit) lock$/i.test(state ?? '')) return 'backup';
  const statement = (info ?? '').replace(comments, '');
  if (backup.test(statement)) return 'backup';
  return ddl.test(statement) ? 'ddl' : null;
}

/** Pure: one session as people read it. */
export function holdUpOf(
  kind: HoldUpKind,
  { id, user, host, command, seconds, info }: SessionRow,
  { rds }: Pick<ServerConnection, 'rds'>,
): HoldUp {
  const isReplication = user === 'system user';
  return {
    kind,
    name: `session ${id}`,
    account: isReplication ? 'replication' : accountOf(user, host),
    forSeconds: Number(seconds),
    isIdle: command === 'Sleep',
    doing: info === null || info === '' ? null : withoutValues(info),
    behind: null,
    // On Amazon RDS nobody has the right to KILL; a procedure has it.
    end: isReplication ? null : rds ? `CALL mysql.rds_kill(${id})` : `KILL ${id}`,
  };
}

/** The host without the port of this one connection. */
function accountOf(user: string, host: string | null): string {
  return host === null || host === '' ? user : `${user}@${host.replace(/:\d+$/, '')}`;
}

/** Pure: a prepared transaction under the name by which XA statements know it. */
export function preparedOf(engine: 'mariadb' | 'mysql', row: PreparedRow): HoldUp {
  const xid = engine === 'mariadb' ? row.data : xidOf(row);
  return {
    ...{ kind: 'prepared', name: `XA ${xid}`, account: null, forSeconds: null, isIdle: true, doing: null },
    ...{ behind: null, end: `XA ROLLBACK ${xid}` },
  };
}

function xidOf({ formatID, gtrid_length, data }: PreparedRow): string {
  const hex = data.replace(/^0x/i, '');
  const split = 2 * Number(gtrid_length);
  return `X'${hex.slice(0, split)}',X'${hex.slice(split)}',${formatID}`;
}
