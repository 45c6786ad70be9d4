import type { Engine, TargetWritable } from '@cutover/contracts';
import type { AnyLab, Lab } from '@cutover/lab';
import type { EndpointConfig } from '../../src/config/config.schema.js';
import { targetWritableDialects } from '../../src/target-writable/dialects/registry.js';
import { configOf } from './lab-pair.js';
import { runUnlogged } from './run-on.js';
import { startConnections, whenUp } from './watched-pair.js';

type Told = Omit<TargetWritable, 'measuredAt'>;

/** What the dialect reads of the target, with the account of the lab or another one. */
export async function readWriters(
  lab: AnyLab,
  engine: Engine,
  watched: string,
  target?: EndpointConfig,
): Promise<Told> {
  const connections = await whenUp(startConnections(configOf(lab, target && { target })));
  try {
    const server = connections.get('shop', 'target');
    return await targetWritableDialects[engine].read(server, { databases: [watched], tables: [] }, {});
  } finally {
    await connections.onApplicationShutdown();
  }
}

/** Who may write and by what right, and which administrators may. */
export const accountsOf = ({ writers, administrators }: Told): [string[] | undefined, string[] | undefined] => [
  writers?.named.map(({ account, by }) => `${account}: ${by}`),
  administrators?.named.map(({ account }) => account),
];

/**
 * Accounts of the target that may write in every way that is told apart, and some that may not. `passRight` is what lets an account write
 * though the server is read_only; `others`: accounts that this server alone tells apart. Answers what drops them.
 */
export async function plantWriters(
  lab: Lab,
  passRight: string,
  others: Readonly<Record<string, readonly string[]>>,
): Promise<() => Promise<void>> {
  const users: Readonly<Record<string, readonly string[]>> = {
    by_role: ['GRANT clerk TO'],
    by_column: ['GRANT UPDATE (email) ON shop.customers TO'],
    elsewhere: ['GRANT ALL ON `sh\\_p`.* TO'],
    passes: ['GRANT ops TO', 'GRANT clerk TO'],
    ...others,
  };
  const names = [...Object.keys(users), 'locked'];
  await runUnlogged(
    lab,
    'target',
    ...['CREATE ROLE clerk', 'GRANT INSERT ON shop.* TO clerk'],
    ...['CREATE ROLE ops', `GRANT ${passRight} ON *.* TO ops`],
    ...Object.entries(users).flatMap(([name, grants]) => [
      `CREATE USER ${name}@'%'`,
      ...grants.map((grant) => `${grant} ${name}@'%'`),
    ]),
    ...["CREATE USER locked@'%' ACCOUNT LOCK", "GRANT ALL ON *.* TO locked@'%'"],
  );
  const drops = [...names.map((name) => `DROP USER ${name}@'%'`), 'DROP ROLE clerk', 'DROP ROLE ops'];
  return () => runUnlogged(lab, 'target', ...drops);
}
