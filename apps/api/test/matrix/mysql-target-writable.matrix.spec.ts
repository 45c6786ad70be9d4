// Who may write to a MySQL target beside replication: target-writable.int.spec.ts is the same of MariaDB and PostgreSQL.
import type { Lab } from '@cutover/lab';
import type { EndpointConfig } from '../../src/config/config.schema.js';
import { labPair } from '../support/lab-pair.js';
import { createAccount } from '../support/other-account.js';
import { accountsOf, plantWriters, readWriters } from '../support/planted-writers.js';
import { runUnlogged } from '../support/run-on.js';
import { serverLine } from '../support/server-line.js';

const describeMysql = serverLine.flavor === 'mysql' ? describe : describe.skip;

describeMysql('on MySQL', () => {
  let lab: Lab;
  let seer: Awaited<ReturnType<typeof createAccount>>;
  let dropWriters: () => Promise<void>;

  const admin = (...statements: string[]): Promise<void> => runUnlogged(lab, 'target', ...statements);
  const read = (target?: EndpointConfig) => readWriters(lab, 'mysql', 'shop', target);

  beforeAll(async () => {
    lab = await labPair();
    const rights = ['SELECT ON shop.*', 'SELECT ON mysql.*', 'REPLICATION CLIENT ON *.*'];
    seer = await createAccount(lab, 'seer', { source: rights, target: rights });
    dropWriters = await plantWriters(lab, 'CONNECTION_ADMIN', { nothing: [] });
  });
  afterAll(async () => {
    await dropWriters();
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
