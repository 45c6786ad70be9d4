import { namedEvents } from '@cutover/contracts';
import { isRightMissing, type ServerConnection, type StatementBounds } from '@cutover/databases';
import { familyEngine, readVisibleRights, type FamilyEngine } from '@cutover/databases/mysql-family';
import { grantStatement, suggestedFor } from '@cutover/databases/suggested-statements';
import type { EventSchedulerDialect } from '../../event-scheduler-dialect.js';
import {
  eventsStatements,
  hasWaitingEvent,
  settingStatement,
  threadStatements,
  type EventRow,
  type ThreadRow,
  type VariableRow,
} from './statements.js';

/**
 * MariaDB and MySQL. An account without the right EVENT sees no events, and the scheduler of MySQL is on by default: there the state
 * of the scheduler's own thread tells whether it waits for one.
 */
export const mysqlFamilyScheduler: EventSchedulerDialect = {
  async read(target, bounds) {
    const engine = familyEngine(target.engine);
    const [variable] = await target.query<VariableRow>(settingStatement, [], bounds);
    const events = await readEvents(target, engine, bounds);
    const hasWaiting = events === null ? await readWaiting(target, engine, bounds) : events.length > 0;
    const isHelped = events === null && (engine === 'mariadb' || hasWaiting === null);
    return {
      ...{ scheduler: 'The event scheduler', jobs: null },
      setting: variable?.Value ?? null,
      enabled: events && { total: events.length, named: events.slice(0, namedEvents).map(nameOf) },
      hasWaiting,
      // On MySQL the right shows the thread alone: where that is seen already nothing is to be given.
      grant: isHelped ? grantStatement(rightToSee[engine], suggestedFor(target)) : null,
      ...(target.rds ? onRds : onServer),
      reason: variable === undefined ? 'The target does not tell event_scheduler.' : null,
    };
  },
  readJobs: null,
};

/** null: not visible to our account. */
async function readEvents(
  target: ServerConnection,
  engine: FamilyEngine,
  bounds: StatementBounds,
): Promise<EventRow[] | null> {
  try {
    if (engine === 'mysql' && !(await seesAll(target, bounds))) return null;
    return await target.query<EventRow>(eventsStatements[engine], [], bounds);
  } catch (error) {
    if (isRightMissing(error)) return null;
    throw error;
  }
}

/** MySQL: whether the account may see the events of every database. A right that was revoked in part hides some without a word. */
async function seesAll(target: ServerConnection, bounds: StatementBounds): Promise<boolean> {
  const rights = await readVisibleRights(target, 'mysql', bounds);
  return rights.everywhere('EVENT') && !rights.isTakenAway('EVENT');
}

/** null: the thread is not visible to our account, does not run, or is about to look. */
async function readWaiting(
  target: ServerConnection,
  engine: FamilyEngine,
  bounds: StatementBounds,
): Promise<boolean | null> {
  try {
    const [thread] = await target.query<ThreadRow>(threadStatements[engine], [], bounds);
    return hasWaitingEvent(thread?.state ?? null);
  } catch (error) {
    if (isRightMissing(error)) return null;
    throw error;
  }
}

const nameOf = ({ db, name }: EventRow): string => `${db}.${name}`;

/** On MySQL the right to see events is the right to make them: nobody should give that to an account that reads. */
const rightToSee: Readonly<Record<FamilyEngine, string>> = {
  mariadb: 'SELECT ON mysql.event',
  mysql: 'PROCESS ON *.*',
};

const later = 'Turn it on when the application has moved, and enable there what the source ran.';
const onServer = {
  statement: 'SET GLOBAL event_scheduler = OFF;',
  action: `Turn it off on the target, also in its configuration file. ${later}`,
};
const onRds = { statement: null, action: `Set event_scheduler = OFF in the parameter group of the target. ${later}` };
