import type { ChecksumRun, Role } from '@cutover/contracts';
import { hotTables, type Lab } from '@cutover/lab';
import { eventually } from '../support/eventually.js';
import { comparing } from '../support/our-statements.js';
import { configOf, labPair, whileBroken } from '../support/lab-pair.js';
import { openedVerifiers } from '../support/opened-verifiers.js';
import { notMatched, startVerifier } from '../support/verifier.js';

let lab: Lab;

beforeAll(async () => {
  lab = await labPair();
  await lab.catchUp();
});

const verifier = openedVerifiers(() => lab);

/** Holds tables of one side under a write lock while `work` runs, so that a checksum of them waits. */
async function whileLocked(role: 'source' | 'target', table: string, work: () => Promise<void>): Promise<void> {
  await lab.withAdmin(role, async (root) => {
    await root.query(`LOCK TABLES ${table} WRITE`);
    try {
      await work();
    } finally {
      await root.query('UNLOCK TABLES');
    }
  });
}

const comparingCustomers = (role: Role): Promise<number> => comparing(lab, role, 'customers');

describe('a checksum run', () => {
  it('calls every table of an intact pair matched', async () => {
    const results = await (await verifier()).checksumAll();
    expect(notMatched(results)).toEqual({});
    expect(results.get('shop.customers')).toMatchObject({
      ...{
        verdict: 'matched',
        mode: 'snapshot',
        digest: 'BIT_XOR(CRC32*CRC32C)',
        position: expect.stringMatching(/^\d+-\d+-\d+/),
      },
      ...{ chunks: { total: 1, matched: 1 }, differences: { complete: true } },
    });
    expect(results.size).toBeGreaterThanOrEqual(18);
  });

  it.each([
    ['row-changed', 'shop.customers', 'changed', /^1 row changed /],
    ['row-missing', 'shop.reviews', 'missing', /^1 row missing on the target /],
    ['row-extra', 'shop.coupons', 'extra', /^1 row on the target only /],
  ] as const)(
    'proves %s, counts the rows, and calls it matched again after mending',
    async (name, table, kind, reason) => {
      const { checksums, checksumAll } = await verifier();
      await whileBroken(lab, name, async () => {
        const results = await checksumAll();
        const diverged = [...results.values()].filter(({ verdict }) => verdict === 'diverged');
        expect(diverged.map((result) => result.table)).toEqual([table]);
        expect(diverged[0]).toMatchObject({
          differences: { complete: true, [kind]: 1 },
          reason: expect.stringMatching(reason),
        });
      });
      expect((await checksumAll()).get(table)?.verdict).toBe('matched');
      expect(checksums.result('shop', 'shop', table.slice(5)).verdict).toBe('matched');
    },
  );

  it('calls a table that is missing on the target diverged', async () => {
    const { checksumAll } = await verifier();
    await whileBroken(lab, 'table-dropped', async () => {
      expect((await checksumAll()).get('shop.product_images')).toMatchObject({
        ...{ verdict: 'diverged', reason: expect.stringContaining('Missing on the target') },
        ...{ targetDigest: null, differences: { complete: false }, mode: null },
      });
    });
  });

  it('says of run and table the mode that is used, not the one that it would like to use', async () => {
    const config = configOf(lab, { tables: ['shop.customers'], databases: undefined });
    const sandwich = { ...config, verification: { ...config.verification, mode: 'sandwich' } as const };
    const started = await startVerifier(lab, sandwich);
    try {
      const modes = new Set<string | null>();
      started.checksums.progress.subscribe(({ mode }) => modes.add(mode));
      const results = await started.checksumAll();
      expect(results.get('shop.customers')).toMatchObject({ verdict: 'matched', mode: 'sandwich' });
      expect([...modes]).toEqual([null, 'sandwich']);
    } finally {
      await started.close();
    }
  });

  it('calls nothing diverged while the target is behind, and says how far it is', async () => {
    const { checksumAll } = await verifier({}, { proofWaitSeconds: 1 });
    await whileBroken(lab, 'lag', async () => {
      const results = await checksumAll();
      expect(results.get('shop.audit_log')).toMatchObject({
        verdict: 'lagging',
        reason: expect.stringMatching(/after 1 s.*source at .*target at/),
      });
      expect([...results.values()].filter(({ verdict }) => verdict === 'diverged')).toEqual([]);
    });
    await lab.catchUp();
    expect((await checksumAll()).get('shop.audit_log')?.verdict).toBe('matched');
  });

  it('says that replication is stopped instead of calling what is behind diverged', async () => {
    const { checksumAll } = await verifier({ tables: ['shop.audit_log'], databases: undefined });
    await whileBroken(lab, 'replica-stopped', async () => {
      await lab.withAdmin('source', (root) =>
        root.query(
          "INSERT INTO audit_log (table_name, row_key, action, actor) VALUES ('audit_log', 'x', 'note', 'lab')",
        ),
      );
      expect((await checksumAll()).get('shop.audit_log')).toMatchObject({
        ...{ verdict: 'lagging', reason: expect.stringContaining('replication on the target was stopped') },
      });
    });
    await lab.catchUp();
  });

  it('never calls a table diverged while it is being written', async () => {
    const { checksumAll } = await verifier({ tables: hotTables.map((name) => `shop.${name}`), databases: undefined });
    const load = lab.startLoad({ rate: 300 });
    try {
      await eventually('the load writes', () => load.commits() > 20);
      for (let round = 0; round < 5; round++) {
        const verdicts = [...(await checksumAll()).values()].map(({ verdict }) => verdict);
        expect(verdicts).toHaveLength(hotTables.length);
        expect(verdicts).not.toContain('diverged');
      }
    } finally {
      await load.stop();
    }
    await lab.catchUp();
    expect(notMatched(await checksumAll())).toEqual({});
  });

  it('still proves a changed row in a quiet table under load', async () => {
    const { checksumAll } = await verifier({ tables: ['shop.customers', 'shop.orders'], databases: undefined });
    const load = lab.startLoad({ rate: 200 });
    try {
      await whileBroken(lab, 'row-changed', async () => {
        expect((await checksumAll()).get('shop.customers')?.verdict).toBe('diverged');
      });
    } finally {
      await load.stop();
      await lab.catchUp();
    }
  });

  it('ends its statements on both servers when it is cancelled, and keeps what was done', async () => {
    const { checksums } = await verifier({ tables: ['shop.addresses', 'shop.customers'], databases: undefined });
    await whileLocked('target', 'customers', async () => {
      const started = await checksums.start('shop', {});
      await eventually(
        'addresses is compared, and the comparison of customers waits for the lock',
        async () => checksums.activeRun('shop')?.tables.done === 1 && (await comparingCustomers('target')) === 1,
      );
      await expect(checksums.start('shop', {})).rejects.toMatchObject({ status: 409, code: 'RUN_ACTIVE' });
      const cancelled = await checksums.cancel('shop', started.id);
      expect(cancelled).toMatchObject({ state: 'cancelled', tables: { total: 2, done: 1, current: [] } });
      expect(await comparingCustomers('target')).toBe(0);
      expect(await comparingCustomers('source')).toBe(0);
      expect(checksums.activeRun('shop')).toBeNull();
      expect(checksums.snapshot('shop').map(({ table }) => table)).toEqual(['shop.addresses']);
      await expect(checksums.cancel('shop', started.id)).rejects.toMatchObject({ status: 409, code: 'RUN_ENDED' });
    });
  });

  it('ends a table that takes too long, says so, and goes on with the next', async () => {
    const { checksumAll } = await verifier(
      { tables: ['shop.addresses', 'shop.customers', 'shop.warehouses'], databases: undefined },
      { tableTimeoutSeconds: 1 },
    );
    await whileLocked('target', 'customers', async () => {
      const results = await checksumAll();
      expect(results.get('shop.customers')).toMatchObject({
        ...{ verdict: 'unverified', reason: expect.stringContaining('on the target was ended after 1 s') },
      });
      expect(results.get('shop.addresses')?.verdict).toBe('matched');
      expect(results.get('shop.warehouses')?.verdict).toBe('matched');
      expect(await comparingCustomers('target')).toBe(0);
    });
  });

  it('waits for a target that went down, calls no table unverified, and goes on when it is back', async () => {
    const { checksums, checksumAll } = await verifier();
    await checksumAll();
    let round: ReturnType<typeof checksumAll> | undefined;
    await whileBroken(lab, 'target-down', async () => {
      round = checksumAll();
      await eventually('the round waits', () =>
        /^The target does not answer/.test(checksums.activeRun('shop')?.pausedBecause ?? ''),
      );
    });
    expect(notMatched((await round) ?? new Map())).toEqual({});
    expect(checksums.snapshot('shop').filter(({ lastAttempt }) => lastAttempt !== null)).toEqual([]);
  });

  it('follows its progress, and answers the run afterwards', async () => {
    const { checksums, checksumAll } = await verifier({
      tables: ['shop.addresses', 'shop.customers'],
      databases: undefined,
    });
    const seen: ChecksumRun[] = [];
    const subscription = checksums.progress.subscribe((run) => seen.push(run));
    await checksumAll();
    subscription.unsubscribe();
    const said = seen.map(({ state, tables }) => `${state} ${tables.done}/${tables.total} ${tables.current.join()}`);
    // A table that takes long is said again.
    expect(said.filter((line, index) => line !== said[index - 1])).toEqual([
      'running 0/2 ',
      'running 0/2 shop.addresses',
      'running 1/2 ',
      'running 1/2 shop.customers',
      'running 2/2 ',
      'finished 2/2 ',
    ]);
    expect(await checksums.run('shop', seen[0]?.id ?? '')).toMatchObject({ state: 'finished', verdict: 'matched' });
  });
});

describe('a name in the configuration', () => {
  it('is unverified with the reason when it is a view, or nothing at all', async () => {
    const { checksumAll, consistencyAll } = await verifier({
      tables: ['shop.order_totals', 'shop.misspelt'],
      databases: undefined,
    });
    for (const results of [await checksumAll(), await consistencyAll()]) {
      expect(results.get('shop.order_totals')).toMatchObject({
        ...{ verdict: 'unverified', reason: expect.stringContaining('It is a view on the source') },
      });
      expect(results.get('shop.misspelt')).toMatchObject({
        ...{ verdict: 'unverified', reason: expect.stringContaining('exists on neither side') },
      });
    }
  });
});

describe('names and rights that are out of the ordinary', () => {
  const database = 'proof lab';
  const nasty = 'we.ird `☃` name';
  const quoted = (name: string): string => `\`${database}\`.\`${name.replaceAll('`', '``')}\``;

  beforeAll(async () => {
    for (const role of ['source', 'target'] as const)
      await lab.withoutBinaryLog(role, async (root) => {
        await root.query(`CREATE DATABASE \`${database}\``);
        for (const name of [nasty, 'secret', 'torn']) {
          await root.query(`CREATE TABLE ${quoted(name)} (id BIGINT UNSIGNED PRIMARY KEY, note VARCHAR(20))`);
          await root.query(`INSERT INTO ${quoted(name)} VALUES (18446744073709551615, 'last')`);
          if (name !== 'secret' || role === 'source')
            await root.query(`GRANT SELECT ON ${quoted(name)} TO 'cutover'@'%'`);
        }
      });
  });

  afterAll(async () => {
    for (const role of ['source', 'target'] as const)
      await lab.withoutBinaryLog(role, async (root) => {
        await root.query(`DROP DATABASE IF EXISTS \`${database}\``);
        for (const name of [nasty, 'secret', 'torn'])
          if (name !== 'secret' || role === 'source')
            await root.query(`REVOKE SELECT ON ${quoted(name)} FROM 'cutover'@'%'`);
      });
  });

  it('compares a table whatever its name holds', async () => {
    const { checksums, checksumAll } = await verifier({ databases: [database] });
    expect((await checksumAll()).get(`${database}.${nasty}`)?.verdict).toBe('matched');
    expect(checksums.result('shop', database, nasty).verdict).toBe('matched');
  });

  it('says which GRANT is missing on one table, and compares the others', async () => {
    const results = await (await verifier({ databases: [database] })).checksumAll();
    expect(results.get(`${database}.secret`)).toMatchObject({
      ...{ verdict: 'unverified', reason: expect.stringContaining('GRANT SELECT ON `proof lab`.`secret` TO') },
    });
    expect(results.get(`${database}.torn`)?.verdict).toBe('matched');
  });

  it('does not stop at a table that is dropped on both sides during the run', async () => {
    const { checksums } = await verifier({ tables: [`${database}.torn`, 'shop.warehouses'], databases: undefined });
    // The run has chosen its tables by the time the first one begins.
    const subscription = checksums.progress.subscribe(({ tables }) => (begun ||= tables.current.length > 0));
    let begun = false;
    await lab.withAdmin('source', async (root) => {
      await root.query(`LOCK TABLES ${quoted('torn')} WRITE`);
      const { id } = await checksums.start('shop', {});
      await eventually('the first table begins', () => begun);
      await lab.withoutBinaryLog('target', (target) => target.query(`DROP TABLE ${quoted('torn')}`));
      await root.query('SET sql_log_bin = 0');
      await root.query(`DROP TABLE ${quoted('torn')}`);
      const run = await eventually('the run ends', async () => {
        const now = await checksums.run('shop', id);
        return now.state !== 'running' && now;
      });
      expect(run.state).toBe('finished');
      expect(run.results.map(({ verdict }) => verdict)).toEqual(['unverified', 'matched']);
      expect(run.results[0]?.reason).toMatch(/dropped on both sides|definition of the table changed/);
    });
    subscription.unsubscribe();
  });
});
