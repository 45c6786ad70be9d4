import type { StatementBounds, StatementRunnerLike, TableName } from '@cutover/databases';

/** A moment of a server: its own clock, and how many of the counted statements it has begun. */
export interface DdlMoment {
  seconds: number;
  statements: number;
}

/**
 * EXCHANGE PARTITION, which is an ALTER TABLE, leaves no trace in CREATE_TIME; on MySQL neither does RENAME. Every account
 * may read how many there were on the whole server.
 */
const countersStatement = "SHOW GLOBAL STATUS WHERE Variable_name IN ('Com_alter_table', 'Com_rename_table')";
/** MariaDB: when the file with the definition was last written or renamed. MySQL: when the table was created. */
const createdStatement =
  'SELECT UNIX_TIMESTAMP(MAX(CREATE_TIME)) AS seconds FROM information_schema.TABLES WHERE TABLE_SCHEMA = ? AND TABLE_NAME = ?';
/** The time of a file comes from a coarser clock than that of the server, and both are cut to seconds. */
const clockSlackSeconds = 1;

/** Reads where the server is now. Rejects as the connection does. */
export async function readDdlMoment(server: StatementRunnerLike, bounds: StatementBounds): Promise<DdlMoment> {
  const [clock] = await server.query<{ seconds: string | number }>('SELECT UNIX_TIMESTAMP() AS seconds', [], bounds);
  const counters = await server.query<{ Value: string }>(countersStatement, [], bounds);
  const statements = counters.reduce((sum, { Value: count }) => sum + Number(count), 0);
  return { seconds: Number(clock?.seconds), statements };
}

/**
 * Whether DDL may have changed, replaced or renamed the table since `moment`, for all that the server shows. To be asked
 * while a metadata lock keeps it from DDL, or before and after it is read. Rejects as the connection does.
 */
export async function mayBeChangedSince(
  server: StatementRunnerLike,
  { database, name }: TableName,
  moment: DdlMoment,
  bounds: StatementBounds,
): Promise<boolean> {
  const [row] = await server.query<{ seconds: string | number | null }>(createdStatement, [database, name], bounds);
  const now = await readDdlMoment(server, bounds);
  if (now.statements !== moment.statements) return true;
  // Some storage engines do not say.
  if (row?.seconds == null) return false;
  const created = Number(row.seconds);
  // A time in the future is older than a clock that was set back.
  return created >= moment.seconds - clockSlackSeconds && created <= now.seconds + clockSlackSeconds;
}
