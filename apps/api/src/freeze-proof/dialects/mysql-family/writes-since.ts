import type { PositionMark } from '@cutover/contracts';
import { isRightMissing, type ServerConnection, type StatementBounds } from '@cutover/databases';
import {
  binlogFilesStatement,
  familyEngine,
  gtidCodecs,
  gtidsWithout,
  type FamilyEngine,
} from '@cutover/databases/mysql-family';
import { grantStatement, suggestedFor } from '@cutover/databases/suggested-statements';
import { messageOf } from '../../../failures/message-of.js';
import type { OwnWrites } from '../../freeze-proof-dialect.js';
import { readTablesSince } from './binlog-tables.js';
import { readLogEnd } from './read-side.js';

/** What the source wrote since the mark, by its GTIDs. Rejects as `query` does. */
export async function sourceWrites(
  source: ServerConnection,
  mark: PositionMark,
  bounds: StatementBounds,
): Promise<OwnWrites> {
  const codec = gtidCodecs[familyEngine(source.engine)];
  const now = await codec.readSource(source, bounds);
  if (now === null || !codec.hasReached(now.position, mark.position))
    return unknownWrites(
      `the source does not hold ${mark.position} any more: its binary log was begun anew, or another server answers by its name`,
    );
  const transactions = codec.count(now.position) - codec.count(mark.position);
  return withLog(source, mark, { transactions, isLowerBound: false }, bounds);
}

/** What the target wrote by itself since the mark. Rejects as `query` does. */
export async function targetWrites(
  target: ServerConnection,
  mark: PositionMark,
  bounds: StatementBounds,
): Promise<OwnWrites> {
  const engine = familyEngine(target.engine);
  const now = await gtidCodecs[engine].readTarget(target, bounds);
  if (now === null || !gtidCodecs[engine].hasReached(now.applied, mark.position))
    return unknownWrites(
      `the target does not hold ${mark.position} any more: it was rebuilt, or its position set back`,
    );
  const counted = await countOwn[engine](target, { mark, now }, bounds);
  return typeof counted === 'string' ? unknownWrites(counted) : withLog(target, mark, counted, bounds);
}

interface Counted {
  transactions: bigint;
  isLowerBound: boolean;
}

interface TargetMoment {
  mark: PositionMark;
  now: { applied: string; serverId: string | null; logsApplied: boolean };
}

type CountOwn = (target: ServerConnection, moment: TargetMoment, bounds: StatementBounds) => Promise<Counted | string>;

/** Transactions of the target's own; text: why that is not known. */
const countOwn: Readonly<Record<FamilyEngine, CountOwn>> = {
  mariadb: async (target, { mark, now }, bounds) => {
    if (mark.logged === null) return 'the target keeps no binary log of its own writes (log_bin = OFF)';
    const [row] = await target.query<{ logged: string | null }>(
      'SELECT @@GLOBAL.gtid_binlog_pos AS logged',
      [],
      bounds,
    );
    const { count } = gtidCodecs.mariadb;
    const applied = count(now.applied) - count(mark.position);
    const logged = count(row?.logged?.replace(/\s+/g, '') ?? '') - count(mark.logged);
    // Numbers of own writes and of what is applied interleave: while replication goes on only a lower bound is known.
    const own = logged - (now.logsApplied ? applied : 0n);
    return { transactions: own > 0n ? own : 0n, isLowerBound: applied > 0n };
  },
  mysql: async (_target, { mark, now }) => {
    const news = gtidsWithout(now.applied, mark.position).split(',');
    const own = news.filter((part) => now.serverId !== null && part.startsWith(now.serverId.toLowerCase()));
    return { transactions: gtidCodecs.mysql.count(own.join(',')), isLowerBound: false };
  },
};

/** Adds what the binary log tells of it, as far as it can be read. */
async function withLog(
  server: ServerConnection,
  mark: PositionMark,
  { transactions, isLowerBound }: Counted,
  bounds: StatementBounds,
): Promise<OwnWrites> {
  const counted = { transactions: String(transactions), isLowerBound };
  if (transactions === 0n && !isLowerBound)
    return { ...counted, logBytes: '0', tables: [], isAllTables: true, reason: null };
  const { log } = mark;
  if (log === null) return { ...counted, logBytes: null, tables: [], isAllTables: false, reason: noLog };
  const bytes = await told(() => bytesSince(server, log, bounds), 'bytes', bounds);
  const named = await told(
    () => readTablesSince(server, log, bounds),
    'tables',
    bounds,
    (error) => {
      const privilege = eventsPrivileges[familyEngine(server.engine)];
      return isRightMissing(error)
        ? `to see which tables: ${grantStatement(`${privilege} ON *.*`, suggestedFor(server))}`
        : null;
    },
  );
  return {
    ...counted,
    logBytes: bytes.value,
    ...{ tables: named.value?.tables ?? [], isAllTables: named.value?.isAll ?? false },
    reason: named.reason ?? bytes.reason,
  };
}

/** What is asked beside the count. That it cannot be read takes nothing from the count: a log that was purged, say. */
async function told<T>(
  ask: () => Promise<T>,
  what: string,
  { signal }: StatementBounds,
  explain: (error: unknown) => string | null = () => null,
): Promise<{ value: T | null; reason: string | null }> {
  try {
    return { value: await ask(), reason: null };
  } catch (error) {
    if (signal?.aborted === true) throw error;
    return { value: null, reason: explain(error) ?? `the ${what} could not be read: ${messageOf(error)}` };
  }
}

/** What SHOW BINLOG EVENTS needs. Sources: MariaDB manual (10.5.2 and later), MySQL manual. */
const eventsPrivileges: Readonly<Record<FamilyEngine, string>> = {
  mariadb: 'BINLOG MONITOR',
  mysql: 'REPLICATION SLAVE',
};

const noLog = 'the account may not see the end of its binary log, so that bytes and tables are unknown';

async function bytesSince(
  server: ServerConnection,
  log: NonNullable<PositionMark['log']>,
  bounds: StatementBounds,
): Promise<string | null> {
  const { end } = await readLogEnd(server, bounds);
  if (end === null) return null;
  if (end.file === log.file) return String(BigInt(end.offset) - BigInt(log.offset));
  const files = await server.query<{ Log_name: string; File_size: unknown }>(binlogFilesStatement, [], bounds);
  const from = files.findIndex(({ Log_name }) => Log_name === log.file);
  if (from < 0) return null;
  const total = files.slice(from).reduce((sum, { File_size }) => sum + BigInt(String(File_size)), 0n);
  return String(total - BigInt(log.offset));
}

function unknownWrites(reason: string): OwnWrites {
  return { transactions: null, isLowerBound: false, logBytes: null, tables: [], isAllTables: false, reason };
}
