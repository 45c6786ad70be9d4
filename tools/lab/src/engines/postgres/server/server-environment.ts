/** What the programs of PostgreSQL see of our environment: no PGDATA, PGPORT and the like. */
export function serverEnvironment(): NodeJS.ProcessEnv {
  return { PATH: process.env['PATH'], LC_ALL: 'C', TZ: 'UTC' };
}
