// Who may write to the target beside replication, on real servers: MariaDB and PostgreSQL.
import { appendFile, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { targetWritableAnswerSchema, type AlertPage, type FindingList, type MigrationDetail } from '@cutover/contracts';
import type { Lab, PostgresLab } from '@cutover/lab';
import { eventually } from '../support/eventually.js';
import { labPair } from '../support/lab-pair.js';
import { createAccount } from '../support/other-account.js';
import { accountsOf, plantWriters, readWriters as read } from '../support/planted-writers.js';
import { postgresPair } from '../support/postgres-pair.js';
import { startProduct, type Product } from '../support/product.js';
import { runUnlogged } from '../support/run-on.js';

describe('MariaDB', () => {
  let lab: Lab;
  const admin = (...statements: string[]) => runUnlogged(lab, 'target', ...statements);

  beforeAll(async () => {
    lab = await labPair();
  });

  it('says the right that shows who may write, to an account that may not see it', async () => {
    const rights = ['SELECT ON shop.*'];
    const blind = await createAccount(lab, 'blind', { source: rights, target: rights });
    expect(await read(lab, 'mariadb', 'shop', blind.target)).toMatchObject({
      ...{ guard: 'ordinary', guardText: 'read_only = ON', writers: null, administrators: null },
      ...{ isLogged: true, reason: null },
      grant: "SET SESSION sql_log_bin = 0; GRANT SELECT ON mysql.* TO 'blind'@'%';",
    });
    await blind.drop();
  });

  describe('seen by an account that may look', () => {
    let seer: Awaited<ReturnType<typeof createAccount>>;
    let dropWriters: () => Promise<void>;
    beforeAll(async () => {
      const rights = ['SELECT ON shop.*', 'SELECT ON mysql.*', 'SLAVE MONITOR ON *.*'];
      seer = await createAccount(lab, 'seer', { source: rights, target: rights });
      dropWriters = await plantWriters(lab, 'READ_ONLY ADMIN', { super_only: ['GRANT SUPER, INSERT ON *.* TO'] });
    });
    afterAll(async () => {
      await dropWriters();
      await seer.drop();
    });

    it('names under read_only whom it does not stop: by a role, and not by SUPER alone from 10.11 on', async () => {
      expect(accountsOf(await read(lab, 'mariadb', 'shop', seer.target))).toEqual([
        ['passes@%: rights on shop.*, through role clerk'],
        ['root@localhost'],
      ]);
    });

    it('names without read_only everybody with a right to write', async () => {
      await admin('SET GLOBAL read_only = OFF');
      try {
        const told = await read(lab, 'mariadb', 'shop', seer.target);
        expect(told).toMatchObject({ guard: 'none', guardText: 'read_only = OFF' });
        expect(accountsOf(told)).toEqual([
          [
            'by_column@%: rights on shop.customers',
            'by_role@%: rights on shop.*, through role clerk',
            'passes@%: rights on shop.*, through role clerk',
            'shop_app@%: rights on shop.*',
            'super_only@%: rights on *.*',
          ],
          ['root@localhost'],
        ]);
      } finally {
        await admin('SET GLOBAL read_only = ON');
      }
    });
  });

  it('warns of a target that takes writes, in every outlet, until it refuses them', async () => {
    await admin('SET GLOBAL read_only = OFF');
    const product = await startProduct(lab, {
      // One round at the start; more would keep the machine busy for nothing.
      monitoring: { checksumIntervalMinutes: 60, consistencyIntervalMinutes: 60 },
      // It is looked at every 10 s.
      sections: { alerts: { holdSeconds: 1, resolveSamples: 1 } },
    });
    const alert = async (state: 'firing' | 'resolved') =>
      (await product.get<AlertPage>(`/api/alerts?state=${state}`)).alerts.find(
        ({ type }) => type === 'target_writable',
      );
    try {
      expect(await eventually('the alert fires', () => alert('firing'))).toMatchObject({ severity: 'WARNING' });
      const answer = targetWritableAnswerSchema.parse(await product.get('/api/migrations/shop/target-writable'));
      expect(answer.targetWritable).toMatchObject({ guard: 'none', isLogged: true });
      // Of a migration that is not configured it says nothing.
      expect((await product.send('GET', '/api/migrations/nope/target-writable')).status).toBe(404);
      const { verdict, sections } = await product.get<MigrationDetail>('/api/migrations/shop');
      expect(sections.find(({ id }) => id === 'target-writable')).toMatchObject({
        ...{ outcome: 'fail', summary: 'Not refused' },
      });
      // It is seen when somebody writes, so that alone does not block.
      expect(verdict.reasons.map(({ check }) => check)).not.toContain('target-writable');
      await admin('SET GLOBAL read_only = ON');
      await eventually('the alert is resolved', () => alert('resolved'));
    } finally {
      await admin('SET GLOBAL read_only = ON');
      await product.end();
    }
  });

  describe('a target without a binary log', () => {
    let settings: string;
    let before: string;
    let product: Product;
    const restart = async (): Promise<void> => {
      await lab.server('target').stop();
      await lab.server('target').start();
    };
    const finding = async () =>
      (await product.get<FindingList>('/api/migrations/shop/findings')).findings.find(
        ({ check, subject }) => check === 'unseen-writes' && subject === 'target',
      );

    beforeAll(async () => {
      settings = join(lab.home, 'target', 'my.cnf');
      before = await readFile(settings, 'utf8');
      await appendFile(settings, 'skip-log-bin\nread-only = OFF\n');
      await restart();
      await lab.catchUp();
      // One round at the start: what is proved then is all that is known until a run is requested.
      product = await startProduct(lab, { monitoring: { checksumIntervalMinutes: 60 } });
    });
    afterAll(async () => {
      await product.end();
      await writeFile(settings, before);
      await restart();
      await lab.catchUp();
    });

    it('is never safe while accounts may write: a row written there is seen by nothing before the next comparison', async () => {
      const found = await eventually('it is said', finding);
      expect(found).toMatchObject({ outcome: 'unknown', blocks: true });
      expect(found.message).toContain('log_bin = OFF');
      expect(found.statements).toEqual([{ on: 'target', sql: 'SET GLOBAL read_only = ON;' }]);
      await eventually('all tables are proved', async () => {
        const { verdict } = await product.get<MigrationDetail>('/api/migrations/shop');
        return verdict.basis.tablesEqual === verdict.basis.tablesWatched && verdict.basis.tablesEqual > 0;
      });
      const { verdict } = await product.get<MigrationDetail>('/api/migrations/shop');
      expect(verdict.answer).toBe('cannot-tell');
      expect(verdict.reasons.map(({ check }) => check)).toEqual(['unseen-writes']);
    });

    it('is not safe on the proofs of before when it refuses them: a row written meanwhile is found first', async () => {
      const verdictNow = async () => (await product.get<MigrationDetail>('/api/migrations/shop')).verdict;
      await admin("UPDATE shop.suppliers SET name = CONCAT('!!', name) WHERE id = 1");
      await admin('SET GLOBAL read_only = ON');
      await eventually('it is seen to refuse them', async () => {
        const answer = targetWritableAnswerSchema.parse(await product.get('/api/migrations/shop/target-writable'));
        return answer.targetWritable?.guard === 'ordinary';
      });
      expect((await verdictNow()).answer).toBe('cannot-tell');
      await product.send('POST', '/api/migrations/shop/checksums/runs');
      await eventually('the row is found', async () => (await verdictNow()).answer === 'not-safe');
      await admin('UPDATE shop.suppliers SET name = SUBSTRING(name, 3) WHERE id = 1');
      // The run that found the row may still be at other tables; it is refused meanwhile.
      await eventually(
        'a run begins',
        async () => (await product.send('POST', '/api/migrations/shop/checksums/runs')).status === 202,
      );
      await eventually('it is safe', async () => (await verdictNow()).answer === 'safe');
    });
  });
});

describe('PostgreSQL', () => {
  let lab: PostgresLab;
  const admin = (sql: string) => lab.withAdmin('target', (target) => target.query(sql));

  beforeAll(async () => {
    lab = await postgresPair();
  });
  afterAll(() =>
    admin(
      'REASSIGN OWNED BY owner_of_one TO CURRENT_USER; DROP OWNED BY writer, by_mistake, granted, taker, owner_of_one, kept_out; DROP ROLE master, writer, by_mistake, granted, taker, owner_of_one, kept_out',
    ),
  );

  it('tells of the sound pair that nobody but the owner of the subscription may write', async () => {
    const told = await read(lab, 'postgres', 'public');
    expect(told).toMatchObject({
      ...{ guard: 'none', isLogged: false, writers: { total: 0 }, administrators: { total: 0 } },
    });
  });

  it('names who may: by a right, as owner, through a role that it may take; and apart who must undo a setting first', async () => {
    await admin(`
      CREATE ROLE writer LOGIN; GRANT INSERT ON orders TO writer;
      CREATE ROLE by_mistake LOGIN; GRANT UPDATE (email) ON customers TO by_mistake;
      ALTER ROLE by_mistake SET default_transaction_read_only = on; CREATE ROLE master LOGIN SUPERUSER;
      CREATE ROLE granted NOLOGIN; GRANT DELETE ON payments TO granted;
      CREATE ROLE taker LOGIN NOINHERIT; GRANT granted TO taker;
      CREATE ROLE owner_of_one LOGIN; GRANT CREATE ON SCHEMA public TO owner_of_one; ALTER TABLE stock OWNER TO owner_of_one;
      CREATE ROLE kept_out LOGIN; GRANT INSERT ON orders TO kept_out;
      GRANT CONNECT ON DATABASE shop TO writer, by_mistake, taker, owner_of_one`);
    expect(accountsOf(await read(lab, 'postgres', 'public'))).toEqual([
      [
        'owner_of_one: rights on public.stock',
        'taker: rights on public.payments, through role granted',
        'writer: rights on public.orders',
      ],
      ['by_mistake', 'master'],
    ]);
  });
});
