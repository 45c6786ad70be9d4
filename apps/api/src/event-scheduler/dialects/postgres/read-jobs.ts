import {
  engines,
  isRightMissing,
  ServerUnavailable,
  type ServerConnection,
  type StatementBounds,
} from '@cutover/databases';
import { grantToUs, quoteIdentifier } from '@cutover/databases/postgres';
import { jobsStatement, visibilityStatement, type JobRow, type VisibilityRow } from './statements.js';

/** Where pg_cron keeps its jobs, and for which database they are wanted. */
export interface KeptJobs {
  keptIn: string;
  here: string;
}

/** The jobs, or the statement that would show them. */
export type ToldJobs = { jobs: JobRow[] } | { grant: string };

type Ask = Pick<ServerConnection, 'query'>;

/** Jobs of pg_cron that run in our database. Rejects where the database that keeps them does not let us in for another reason than a right. */
export async function readJobs(server: ServerConnection, kept: KeptJobs, bounds: StatementBounds): Promise<ToldJobs> {
  if (kept.keptIn === kept.here) return jobsIn(server, server, kept, bounds);
  try {
    const session = await server.openOwned((endpoint, owner) =>
      engines.postgres.openSession({ ...endpoint, database: kept.keptIn }, owner),
    );
    try {
      return await jobsIn(session, server, kept, bounds);
    } finally {
      await session.close();
    }
  } catch (error) {
    // A login that is refused ends the connection, which is what the error says first.
    if (!isRightMissing(error instanceof ServerUnavailable ? error.cause : error)) throw error;
    return { grant: grantToUs(`CONNECT ON DATABASE ${quoteIdentifier(kept.keptIn)}`, server) };
  }
}

async function jobsIn(ask: Ask, server: ServerConnection, kept: KeptJobs, bounds: StatementBounds): Promise<ToldJobs> {
  const [seen] = await ask.query<VisibilityRow>(visibilityStatement, [], bounds);
  if (seen === undefined) return { jobs: [] };
  const lacking = [
    ...(seen.may_use ? [] : [grantToUs('USAGE ON SCHEMA cron', server)]),
    ...(seen.may_read ? [] : [grantToUs('SELECT ON cron.job', server)]),
    ...(seen.sees_all ? [] : [`ALTER ROLE ${quoteIdentifier(server.identity()?.account ?? '')} BYPASSRLS;`]),
  ];
  if (lacking.length > 0) return { grant: `${whereOf(kept)}${lacking.join(' ')}` };
  return { jobs: await ask.query<JobRow>(jobsStatement, [kept.here], bounds) };
}

/** Says in which database a statement is to be run, where it is another one than that of the migration. */
export function whereOf({ keptIn, here }: KeptJobs): string {
  return keptIn === here ? '' : `/* in database ${quoteIdentifier(keptIn).replaceAll(/[*/]/g, '')} */ `;
}
