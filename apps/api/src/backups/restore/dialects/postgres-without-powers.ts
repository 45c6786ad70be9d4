import { randomBytes } from 'node:crypto';
import { engines, type DedicatedSession } from '@cutover/databases';
import type { RestoreWithoutPowers } from '../restore-dialect.js';

const { quoteIdentifier } = engines.postgres;

/** Our sessions read only, unless they say otherwise. */
export const mayWrite = 'SET SESSION CHARACTERISTICS AS TRANSACTION READ WRITE';

/** Lines of `pg_restore --list`: ID; two numbers, what it is, its schema or `-`, its name and owner. */
const powerful = /^\d+; \d+ \d+ (?:SCHEMA|EXTENSION|COMMENT) - /;
/** They hold no rows, some of them only a superuser may own, and nothing replicates to or from a server that is thrown away. */
const ofReplication = /^\d+; \d+ \d+ (?:(?:COMMENT|ACL|SECURITY LABEL) - )?(?:PUBLICATION|SUBSCRIPTION)\b/;
const commentOnOther = /^\d+; \d+ \d+ COMMENT - (?!EXTENSION |SCHEMA )/;

async function namesBy(session: DedicatedSession, sql: string): Promise<string[]> {
  return (await session.query<{ name: string }>(sql)).map(({ name }) => name);
}

export const postgresWithoutPowers: RestoreWithoutPowers = {
  listArgs: ['--list'],
  // Many extensions want a superuser, and they need their schemas. What both run are programs of this machine's own packages.
  split: (list) => {
    const lines = list.split('\n').filter((line) => /^\d+; /.test(line) && !ofReplication.test(line));
    const isPowerful = (line: string): boolean => powerful.test(line) && !commentOnOther.test(line);
    const text = (chosen: readonly string[]): string => chosen.map((line) => `${line}\n`).join('');
    return { powerful: text(lines.filter(isPowerful)), rest: text(lines.filter((line) => !isPowerful(line))) };
  },
  makeAccount: async (session, roles) => {
    await session.query(mayWrite);
    const there = new Set(await namesBy(session, 'SELECT rolname AS name FROM pg_roles'));
    const missing = roles.filter((name) => !there.has(name));
    const account = {
      username: `cutover_${randomBytes(6).toString('hex')}`,
      password: randomBytes(18).toString('hex'),
    };
    // A materialized view is filled by its owner: on the source it may be a superuser, whom no policy and no missing right stops.
    for (const role of missing) await session.query(`CREATE ROLE ${quoteIdentifier(role)} BYPASSRLS`);
    await session.query(`CREATE ROLE ${account.username} LOGIN BYPASSRLS PASSWORD '${account.password}'`);
    // Roles of PostgreSQL 14 and newer. Writing: rows that an extension wants to have dumped lie in tables of its own.
    if (there.has('pg_read_all_data'))
      for (const role of [...missing, account.username])
        await session.query(`GRANT pg_read_all_data TO ${quoteIdentifier(role)}`);
    if (there.has('pg_write_all_data')) await session.query(`GRANT pg_write_all_data TO ${account.username}`);
    for (const role of missing) await session.query(`GRANT ${quoteIdentifier(role)} TO ${account.username}`);
    return account;
  },
  giveDatabase: async (session, database, username) => {
    await session.query(mayWrite);
    await session.query(`ALTER DATABASE ${quoteIdentifier(database)} OWNER TO ${quoteIdentifier(username)}`);
    await session.query(`ALTER SCHEMA public OWNER TO ${quoteIdentifier(username)}`);
  },
  // Who gives something to a role must see that the role could have made it there; a superuser need not. Rights of the dump come last.
  openDatabase: async (session, database) => {
    await session.query(mayWrite);
    await session.query(`GRANT CREATE ON DATABASE ${quoteIdentifier(database)} TO PUBLIC`);
    const schemas =
      "SELECT nspname AS name FROM pg_namespace WHERE nspname !~ '^pg_' AND nspname <> 'information_schema'";
    for (const schema of await namesBy(session, schemas))
      await session.query(`GRANT USAGE, CREATE ON SCHEMA ${quoteIdentifier(schema)} TO PUBLIC`);
    for (const wrapper of await namesBy(session, 'SELECT fdwname AS name FROM pg_foreign_data_wrapper'))
      await session.query(`GRANT USAGE ON FOREIGN DATA WRAPPER ${quoteIdentifier(wrapper)} TO PUBLIC`);
  },
};
