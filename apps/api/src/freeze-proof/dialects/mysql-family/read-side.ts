import type { PositionMark } from '@cutover/contracts';
import { isRightMissing, type ServerConnection, type StatementBounds } from '@cutover/databases';
import { binlogReadPrivilege, binlogStatusStatement, familyEngine, gtidCodecs } from '@cutover/databases/mysql-family';
import { grantStatement, suggestedFor } from '@cutover/databases/suggested-statements';
import { guardOf } from '../../../target-writable/dialects/mysql-family/read-guard.js';
import { guardStatement, type VariableRow } from '../../../target-writable/dialects/mysql-family/statements.js';
import type { ServerMark, SideReading } from '../../freeze-proof-dialect.js';

const clockStatement = 'SELECT UTC_TIMESTAMP(6) AS clock, @@GLOBAL.event_scheduler AS events';

/** MariaDB: what stands in the server's own log, whoever wrote it. MySQL has one set for both. */
const loggedStatement = 'SELECT @@GLOBAL.gtid_binlog_pos AS logged';

/** Needs no right on either engine. */
const uptimeStatement = "SHOW GLOBAL STATUS LIKE 'Uptime'";

/** Where the source is, and whether it refuses writes. Rejects as `query` does. */
export async function readSource(source: ServerConnection, bounds: StatementBounds): Promise<SideReading> {
  const codec = gtidCodecs[familyEngine(source.engine)];
  return readSide(source, bounds, async () => (await codec.readSource(source, bounds))?.position ?? null);
}

/** Where the target is, and whether it refuses writes. Rejects as `query` does. */
export async function readTarget(target: ServerConnection, bounds: StatementBounds): Promise<SideReading> {
  const codec = gtidCodecs[familyEngine(target.engine)];
  return readSide(target, bounds, async () => (await codec.readTarget(target, bounds))?.applied ?? null);
}

async function readSide(
  server: ServerConnection,
  bounds: StatementBounds,
  readPosition: () => Promise<string | null>,
): Promise<SideReading> {
  const engine = familyEngine(server.engine);
  const position = await readPosition();
  const log = await readLogEnd(server, bounds);
  const [clock] = await server.query<{ clock: string; events: unknown }>(clockStatement, [], bounds);
  const guard = guardOf(engine, await server.query<VariableRow>(guardStatement, [], bounds));
  const [uptime] = await server.query<{ Value: unknown }>(uptimeStatement, [], bounds);
  const logged = engine === 'mariadb' ? await readLogged(server, bounds) : null;
  const mark: ServerMark | null =
    position === null
      ? null
      : { position, logged, log: log.end, transactions: null, serverTime: isoOf(clock?.clock ?? '') };
  return {
    ...{ mark, guard: guard.guard, guardText: guard.guardText, isLogged: guard.isLogged, logGrant: log.grant },
    uptimeSeconds: uptime === undefined ? null : Number(uptime.Value),
    server: server.identity()?.fingerprint ?? null,
    eventScheduler: clock === undefined ? null : String(clock.events),
  };
}

async function readLogged(server: ServerConnection, bounds: StatementBounds): Promise<string | null> {
  const [row] = await server.query<{ logged: string | null }>(loggedStatement, [], bounds);
  return row?.logged?.replace(/\s+/g, '') || null;
}

/** The end of the binary log, or the right that shows it. */
export async function readLogEnd(
  server: ServerConnection,
  bounds: StatementBounds,
): Promise<{ end: PositionMark['log']; grant: string | null }> {
  const identity = server.identity();
  if (identity === null) return { end: null, grant: null };
  try {
    const [row] = await server.query<{ File: string; Position: unknown }>(binlogStatusStatement(identity), [], bounds);
    return { end: row === undefined ? null : { file: row.File, offset: String(row.Position) }, grant: null };
  } catch (error) {
    if (!isRightMissing(error)) throw error;
    return { end: null, grant: grantStatement(`${binlogReadPrivilege(identity)} ON *.*`, suggestedFor(server)) };
  }
}

/** What the target has and the source, asked after it, has not: GTIDs; null: nothing. */
export async function foreignOn(
  target: ServerConnection,
  source: ServerConnection,
  bounds: StatementBounds,
): Promise<string | null> {
  const codec = gtidCodecs[familyEngine(target.engine)];
  const has = await codec.readTarget(target, bounds);
  const wrote = await codec.readSource(source, bounds);
  if (has === null || wrote === null) return null;
  const errant = codec.compare(wrote, has).flatMap(({ errantGtids }) => errantGtids ?? []);
  return errant.length === 0 ? null : errant.join(',');
}

/** Pure: what UTC_TIMESTAMP(6) prints, as ISO text. */
function isoOf(text: string): string {
  return text === '' ? '' : `${text.replace(' ', 'T')}Z`;
}
