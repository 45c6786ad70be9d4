import { namedEvents } from '@cutover/contracts';
import { isRightMissing, type ServerConnection, type StatementBounds } from '@cutover/databases';
import { familyEngine } from '@cutover/databases/mysql-family';
import { grantStatement, suggestedFor } from '@cutover/databases/suggested-statements';
import type { EventSchedulerDialect } from '../../event-scheduler-dialect.js';
import { eventsStatements, seesAllStatement, settingStatement, type EventRow, type VariableRow } from './statements.js';

/** MariaDB and MySQL. */
export const mysqlFamilyScheduler: EventSchedulerDialect = {
  async read(target, bounds) {
    const [variable] = await target.query<VariableRow>(settingStatement, [], bounds);
    const events = await readEvents(target, bounds);
    const isDenied = events === null && familyEngine(target.engine) === 'mariadb';
    return {
      setting: variable?.Value ?? null,
      enabled: events && { total: events.length, named: events.slice(0, namedEvents).map(nameOf) },
      // On MySQL the right to see events is the right to make them: nobody should give that to an account that reads.
      grant: isDenied ? grantStatement('SELECT ON mysql.event', suggestedFor(target)) : null,
      action: target.rds ? onRds : onServer,
      reason: variable === undefined ? 'The target does not tell event_scheduler.' : null,
    };
  },
};

/** null: not visible to our account. */
async function readEvents(target: ServerConnection, bounds: StatementBounds): Promise<EventRow[] | null> {
  const engine = familyEngine(target.engine);
  try {
    if (engine === 'mysql' && (await target.query(seesAllStatement, [], bounds)).length === 0) return null;
    return await target.query<EventRow>(eventsStatements[engine], [], bounds);
  } catch (error) {
    if (isRightMissing(error)) return null;
    throw error;
  }
}

const nameOf = ({ db, name }: EventRow): string => `${db}.${name}`;

const later = 'Turn it on when the application has moved, and enable there what the source ran.';
const onServer = `On the target: SET GLOBAL event_scheduler = OFF, and the same in its configuration file. ${later}`;
const onRds = `Set event_scheduler = OFF in the parameter group of the target. ${later}`;
