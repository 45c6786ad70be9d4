// Who may write to a MySQL target beside replication: target-writable.int.spec.ts is the same of MariaDB and PostgreSQL.
import type { Lab } from '@cutover/lab';
import type { TargetWritable } from '@cutover/contracts';
import type { EndpointConfig } from '../../src/config/config.schema.js';
import { targetWritableDialects } from '../../src/target-writable/dialects/registry.js';
import { configOf, labPair } from '../support/lab-pair.js';
import { runOn } from '../support/run-on.js';
import { createAccount } from '../support/other-account.js';
import { serverLine } from '../support/server-line.js';
import { startConnections, whenUp } from '../support/watched-pair.js';

const describeMysql = serverLine.flavor === 'mysql' ? describe : describe.skip;

type Told = Omit<TargetWritable, 'measuredAt'>;

describeMysql('on MySQL', () => {
  let lab: Lab;
  let seer: Awaited<ReturnType<typeof createAccount>>;

  const admin = (...statements: string[]): Promise<void> =>
    runOn(lab, 'target', 'SET SESSION sql_log_bin = 0', ...statements);

  async function read(target?: EndpointConfig): Promise<Told> {
    const connections = await whenUp(startConnections(configOf(lab, target && { target })));
    try {
      const scope = { databases: ['shop'], tables: [] };
      return await targetWritableDialects.mysql.read(connections.get('shop', 'target'), scope, {});
    } finally {
      await connections.onApplicationShutdown();
    }
  }

  const accountsOf = ({ writers, administrators }: Told): [string[] | undefined, string[] | undefined] => [
    writers?.named.map(({ account, by }) => `${account}: ${by}`),
    administrators?.named.map(({ account }) => account),
  ];

  beforeAll(async () => {
    lab = await labPair();
    const rights = ['SELECT ON shop.*', 'SELECT ON mysql.*', 'REPLICATION CLIENT ON *.*'];
    seer = await createAccount(lab, 'seer', { source: rights, target: rights });
    await admin(
      ...['CREATE ROLE clerk', 'GRANT INSERT ON shop.* TO clerk'],
      ...['CREATE ROLE ops', 'GRANT CONNECTION_ADMIN ON *.* TO ops'],
      ...["CREATE USER by_role@'%'", "GRANT clerk TO by_role@'%'"],
      ...["CREATE USER by_column@'%'", "GRANT UPDATE (email) ON shop.customers TO by_column@'%'"],
      ...["CREATE USER elsewhere@'%'", "GRANT ALL ON `sh\\_p`.* TO elsewhere@'%'"],
      ...["CREATE USER locked@'%' ACCOUNT LOCK", "GRANT ALL ON *.* TO locked@'%'"],
      ...["CREATE USER passes@'%'", "GRANT ops TO passes@'%'", "GRANT clerk TO passes@'%'"],
      "CREATE USER nothing@'%'",
    );
  });
  afterAll(async () => {
    const users = ['by_role', 'by_column', 'elsewhere', 'locked', 'passes', 'nothing'];
    await admin(...users.map((name) => `DROP USER ${name}@'%'`), 'DROP ROLE clerk', 'DROP ROLE ops');
    await seer.drop();
  });

  it('says the right that shows who may write, to an account that may not see it', async () => {
    const blind = await createAccount(lab, 'blind', { source: ['SELECT ON shop.*'], target: ['SELECT ON shop.*'] });
    expect(await read(blind.target)).toMatchObject({
      ...{ guard: 'ordinary', guardText: 'read_only = ON', writers: null, administrators: null },
      ...{ isLogged: true, reason: null },
      grant: "SET SESSION sql_log_bin = 0; GRANT SELECT ON mysql.* TO 'blind'@'%';",
    });
    await blind.drop();
  });

  it('names under read_only whom it does not stop, and nobody under super_read_only', async () => {
    expect(accountsOf(await read(seer.target))).toEqual([
      ['passes@%: rights on shop.*, through role clerk'],
      ['root@localhost'],
    ]);
    await admin('SET GLOBAL super_read_only = ON');
    try {
      const told = await read(seer.target);
      expect(told).toMatchObject({ guard: 'all', guardText: 'super_read_only = ON', isLogged: true });
      expect(accountsOf(told)).toEqual([[], []]);
    } finally {
      await admin('SET GLOBAL super_read_only = OFF');
    }
  });

  it('names without read_only everybody with a right to write', async () => {
    await admin('SET GLOBAL read_only = OFF');
    try {
      const told = await read(seer.target);
      expect(told).toMatchObject({ guard: 'none', guardText: 'read_only = OFF' });
      expect(accountsOf(told)).toEqual([
        [
          'by_column@%: rights on shop.customers',
          'by_role@%: rights on shop.*, through role clerk',
          'passes@%: rights on shop.*, through role clerk',
          'shop_app@%: rights on shop.*',
        ],
        ['root@localhost'],
      ]);
    } finally {
      await admin('SET GLOBAL read_only = ON');
    }
  });

  it('names who may write by a role that is given to everybody (mandatory_roles)', async () => {
    await admin('SET GLOBAL read_only = OFF', "SET GLOBAL mandatory_roles = 'clerk'");
    try {
      const [writers] = accountsOf(await read(seer.target));
      expect(writers).toContain('nothing@%: rights on shop.*, through role clerk');
    } finally {
      await admin('SET GLOBAL read_only = ON', "SET GLOBAL mandatory_roles = ''");
    }
  });
});
