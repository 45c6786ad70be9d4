import { namedEvents, type ScheduledJob } from '@cutover/contracts';
import type { ServerConnection, StatementBounds } from '@cutover/databases';
import { grantToUs } from '@cutover/databases/postgres';
import type { EventSchedulerDialect, ToldScheduler } from '../../event-scheduler-dialect.js';
import { readJobs, whereOf, type KeptJobs, type ToldJobs } from './read-jobs.js';
import { settingsStatement, type JobRow, type SettingsRow } from './statements.js';

/** PostgreSQL runs nothing by itself; its extension pg_cron does, where it is loaded. */
export const postgresScheduler: EventSchedulerDialect = {
  async read(target, bounds) {
    const row = await readSettings(target, bounds);
    if (row.kept_in === null) return row.may_see ? notLoaded : { ...notLoaded, ...hiddenFrom(target) };
    const kept: KeptJobs = { keptIn: row.kept_in, here: hereOf(target) };
    return { ...notLoaded, setting: settingOf(row), ...said(kept, await readJobs(target, kept, bounds)) };
  },

  async readJobs(source, bounds) {
    const { may_see, kept_in } = await readSettings(source, bounds);
    if (kept_in === null) return may_see ? [] : null;
    const told = await readJobs(source, { keptIn: kept_in, here: hereOf(source) }, bounds);
    return 'grant' in told ? null : told.jobs.slice(0, namedEvents).map(jobOf);
  },
};

/** Settings are of the whole server; this one is asked for every ten seconds. */
const settingsFreshMs = 5_000;

async function readSettings(server: ServerConnection, bounds: StatementBounds): Promise<SettingsRow> {
  const { value } = await server.ofServer('settings of pg_cron', settingsFreshMs, () =>
    server.query<SettingsRow>(settingsStatement, [], bounds),
  );
  const [row] = value;
  if (row === undefined) throw new Error('It did not tell whether pg_cron is loaded.');
  return row;
}

function hereOf({ database }: ServerConnection): string {
  if (database === null) throw new Error('The configuration names no database.');
  return database;
}

/** Jobs of an extension that is not loaded stand in a table, and nobody runs them. */
const notLoaded: ToldScheduler = {
  ...{ scheduler: 'pg_cron', setting: 'not loaded', enabled: { total: 0, named: [] }, hasWaiting: false },
  ...{ grant: null, action: '', statement: null, jobs: [], reason: null },
};

function hiddenFrom(target: ServerConnection): Partial<ToldScheduler> {
  return {
    ...{ setting: null, enabled: null, hasWaiting: null, jobs: null, grant: grantToUs('pg_monitor', target) },
    reason: 'our account may not see whether pg_cron is loaded',
  };
}

const settingOf = ({ launches }: SettingsRow): string => (launches === 'off' ? 'OFF' : 'ON');

function said(kept: KeptJobs, told: ToldJobs): Partial<ToldScheduler> {
  const later = 'Turn on there what the source ran when the application has moved, and off on the source.';
  if ('grant' in told)
    return {
      ...{ enabled: null, hasWaiting: null, jobs: null, grant: told.grant },
      action: `Look at cron.job in database ${kept.keptIn} of the target as an administrator, and turn off what runs in ${kept.here}. ${later}`,
    };
  const active = told.jobs.filter(({ is_active }) => is_active);
  const ids = active.map(({ id }) => id).join(', ');
  return {
    enabled: { total: active.length, named: active.slice(0, namedEvents).map(nameOf) },
    hasWaiting: active.length > 0,
    jobs: told.jobs.slice(0, namedEvents).map(jobOf),
    action: `Turn them off on the target. ${later}`,
    statement:
      active.length === 0 ? null : `${whereOf(kept)}UPDATE cron.job SET active = false WHERE jobid IN (${ids});`,
  };
}

const nameOf = ({ name, schedule }: JobRow): string => `${name} (${schedule})`;

const jobOf = ({ name, schedule, is_active }: JobRow): ScheduledJob => ({ name, schedule, isActive: is_active });
