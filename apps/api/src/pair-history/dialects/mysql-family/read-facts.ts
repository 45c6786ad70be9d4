import { isRightMissing, type ServerConnection, type StatementBounds } from '@cutover/databases';
import {
  appliedPositionStatement,
  familyEngine,
  gtidCodecs,
  positionTablesStatement,
  readReplicaRows,
  type AppliedRow,
  type PositionTableRow,
} from '@cutover/databases/mysql-family';
import type { SideAnswer } from '../../pair-history-dialect.js';
import type { Facts } from '../../pair-look.js';
import { channelFacts } from './channel-facts.js';
import { counterFacts, counterNames, logFacts, sourceCounterFacts, sourceCounterNames } from './counter-facts.js';
import { appliedFacts } from './position-facts.js';
import { settingFacts, settingNames } from './setting-facts.js';
import { readLostLog, readSourceLog } from './source-log.js';
import { guardNames, unguardedFact } from './unguarded.js';

/** Of these a server is recognised. MariaDB has no server_uuid. */
const identityNames = ['server_id', 'server_uuid', 'hostname', 'port', 'datadir'];

interface NamedRow {
  Variable_name: string;
  Value: string;
}

/** The source: who it is, what it has written, and whether its log goes on where it was. */
export async function readSource(
  server: ServerConnection,
  bounds: StatementBounds,
  before: Facts | null,
): Promise<SideAnswer> {
  const variables = await readNamed(server, 'VARIABLES', identityNames, bounds);
  const log = await readSourceLog(server, bounds);
  const counters = await readNamed(server, 'STATUS', sourceCounterNames, bounds);
  const self = variables.get('server_id') ?? '';
  const uuid = variables.get('server_uuid');
  const after: Facts = {
    self,
    ...(uuid === undefined ? {} : { uuid }),
    written: log.written,
    ...log.facts,
    ...sourceCounterFacts(counters, await readClock(server, bounds)),
  };
  return { ...serverOf(variables), facts: { ...after, ...(await readLostLog(server, { before, after }, bounds)) } };
}

/** The target: who it is, what it has applied, and what was done to its replication. */
export async function readTarget(server: ServerConnection, bounds: StatementBounds): Promise<SideAnswer> {
  const engine = familyEngine(server.engine);
  // The position first, then at once what was counted on the way to it: what runs in between must not look as if it had been
  // passed without being counted.
  const position = await gtidCodecs[engine].readTarget(server, bounds);
  const channels = await readReplicaRows(server, bounds).catch(unlessLost);
  const counters = await readNamed(server, 'STATUS', counterNames, bounds);
  const now = await readClock(server, bounds);
  const variables = await readNamed(server, 'VARIABLES', [...identityNames, ...settingNames, ...guardNames], bounds);
  const rows = engine === 'mariadb' ? await readApplied(server, bounds) : null;
  const { identity, title } = serverOf(variables);
  const installed = rows?.installedAt ?? '';
  const seen: Facts = channels === null ? {} : channelFacts(channels);
  const facts: Facts = {
    applied: position?.applied ?? '',
    ...seen,
    ...counterFacts(counters, now),
    ...(engine === 'mariadb' && position !== null
      ? { passed: String(gtidCodecs.mariadb.count(position.applied)) }
      : {}),
    ...(position === null ? {} : logFacts(position, counters, seen['groups of ddl'])),
    ...settingFacts(variables),
    ...unguardedFact(variables),
    ...(rows === null ? {} : appliedFacts(rows.rows)),
    ...(installed === '' ? {} : { installed }),
  };
  return { identity, title, facts };
}

/** Seconds by the server's own clock. */
async function readClock(server: ServerConnection, bounds: StatementBounds): Promise<number> {
  const [clock] = await server.query<{ now: string }>('SELECT UNIX_TIMESTAMP() AS now', [], bounds);
  return Number(clock?.now);
}

async function readNamed(
  server: ServerConnection,
  what: 'VARIABLES' | 'STATUS',
  names: readonly string[],
  bounds: StatementBounds,
): Promise<Map<string, string>> {
  const list = names.map((name) => `'${name}'`).join(', ');
  const rows = await server.query<NamedRow>(`SHOW GLOBAL ${what} WHERE Variable_name IN (${list})`, [], bounds);
  return new Map(rows.map(({ Variable_name, Value }) => [Variable_name.toLowerCase(), Value]));
}

function serverOf(variables: ReadonlyMap<string, string>): Pick<SideAnswer, 'identity' | 'title'> {
  const { server_id = '', server_uuid, hostname = '', port = '', datadir = '' } = Object.fromEntries(variables);
  return {
    identity: server_uuid ?? [hostname, port, datadir, server_id].join('|'),
    title: `server_id ${server_id} on ${hostname}:${port}, ${datadir}`,
  };
}

/** The rows of mysql.gtid_slave_pos, and when that table was made: the server was installed or restored then. null: no right. */
async function readApplied(
  server: ServerConnection,
  bounds: StatementBounds,
): Promise<{ rows: readonly AppliedRow[]; installedAt: string } | null> {
  const tables = await server.query<PositionTableRow>(positionTablesStatement, [], bounds);
  if (tables.length === 0) return null;
  const names = tables.map(({ name }) => name);
  const rows = await server.query<AppliedRow>(appliedPositionStatement(names), [], bounds).catch(unlessLost);
  const [made] = await server.query<{ at: string | null }>(installedStatement, [], bounds);
  return rows === null ? null : { rows, installedAt: made?.at ?? '' };
}

const installedStatement =
  "SELECT CAST(CREATE_TIME AS CHAR) AS at FROM information_schema.TABLES WHERE TABLE_SCHEMA = 'mysql' AND TABLE_NAME = 'gtid_slave_pos'";

/** A right that is missing leaves a fact unknown; all else fails the look. */
function unlessLost(error: unknown): null {
  if (isRightMissing(error)) return null;
  throw error;
}
