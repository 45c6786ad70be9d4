import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { writeCutoverConfig, type Lab } from '@cutover/lab';
import type { Alert, AlertPage, ChecksumRun, MigrationDetail } from '@cutover/contracts';
import { runClient } from '../support/client.js';
import { documentBlocks } from '../support/document-blocks.js';
import { eventually } from '../support/eventually.js';
import { labPair, whileBroken } from '../support/lab-pair.js';
import { startProduct, type Product } from '../support/product.js';

let lab: Lab;
let product: Product;
const shop = '/api/migrations/shop';

beforeAll(async () => {
  lab = await labPair();
  await lab.catchUp();
  await setStrict(true);
  product = await startProduct(lab, { monitoring: { checksumIntervalMinutes: 0.05 } });
});

afterAll(async () => {
  await product?.end();
});

const setStrict = (isStrict: boolean): Promise<unknown> =>
  lab.withAdmin('target', (root) => root.query(`SET GLOBAL gtid_strict_mode = ${isStrict ? 1 : 0}`));

/** The migration, once its one answer is this. */
async function answers(answer: MigrationDetail['verdict']['answer']): Promise<MigrationDetail> {
  let last: unknown;
  const find = async (): Promise<MigrationDetail | null> => {
    const detail = await askedSlowly<MigrationDetail>(shop);
    last = detail.verdict;
    return detail.verdict.answer === answer ? detail : null;
  };
  return eventually(`the verdict is ${answer}`, find).catch((error: unknown) => {
    throw new Error(`${String(error)}; it was ${JSON.stringify(last)}`);
  });
}

/** The API answers so many questions a minute and no more. */
async function askedSlowly<T>(path: string): Promise<T> {
  await pause(250);
  return product.get<T>(path);
}

async function compareAll(): Promise<ChecksumRun> {
  const { id } = (await (await product.send('POST', `${shop}/checksums/runs`, {})).json()) as ChecksumRun;
  return eventually('the run has ended', async () => {
    const run = await askedSlowly<ChecksumRun>(`${shop}/checksums/runs/${id}`);
    return run.finishedAt === null ? null : run;
  });
}

/** A write on the source arrives, and nothing of the target's own stands in its way. */
async function expectReplicating(): Promise<void> {
  await lab.withAdmin('source', (root) => root.query('UPDATE customers SET balance = balance + 1 WHERE id = 1'));
  await lab.catchUp();
  const { replication } = await lab.status();
  expect(replication).toMatchObject({ isReceiving: true, isApplying: true });
}

/** Exit code of the built command. */
function verify(...args: string[]): Promise<number | null> {
  const program = resolve(__dirname, '../../dist/cutover.js');
  const child = spawn(process.execPath, [program, 'verify', ...args], { stdio: 'ignore' });
  return new Promise((done, reject) => child.on('error', reject).on('close', done));
}

const firingErrant = async (): Promise<Alert | null> => {
  const { alerts } = await askedSlowly<AlertPage>('/api/alerts?state=firing');
  return alerts.find(({ type }) => type === 'errant_transactions') ?? null;
};

describe('a repair script, run as it is written', () => {
  it('from the API makes the pair matched and safe, and replication goes on in strict mode', async () => {
    await answers('safe');
    await whileBroken(lab, 'row-changed', () =>
      whileBroken(lab, 'row-extra', () =>
        whileBroken(lab, 'row-missing', async () => {
          await compareAll();
          await answers('not-safe');
          for (const table of ['customers', 'reviews', 'coupons']) {
            const answer = await product.send('GET', `${shop}/checksums/shop/${table}/repair.sql`);
            const script = await answer.text();
            expect(script.split('\n').find((line) => !line.startsWith('--'))).toBe('SET SESSION sql_log_bin = 0;');
            expect(await runClient(lab, 'target', script)).toMatchObject({ code: 0, errors: '' });
          }
          expect(await compareAll()).toMatchObject({ verdict: 'matched' });
          await answers('safe');
          expect(await firingErrant()).toBeNull();
          await expectReplicating();
        }),
      ),
    );
  });

  it('from the command line does the same', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'cutover-repair-'));
    try {
      const config = writeCutoverConfig(folder, lab.endpoints, { port: 1 });
      const file = join(folder, 'repair.sql');
      await whileBroken(lab, 'row-changed', () =>
        whileBroken(lab, 'row-missing', async () => {
          expect(await verify('--config', config, '--repair-sql', file)).toBe(1);
          expect(await runClient(lab, 'target', readFileSync(file, 'utf8'))).toMatchObject({ code: 0, errors: '' });
          expect(await verify('--config', config)).toBe(0);
          await expectReplicating();
        }),
      );
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  it('writes nothing when the account may not keep it out of the binary log', async () => {
    await whileBroken(lab, 'row-changed', async () => {
      await compareAll();
      const script = await (await product.send('GET', `${shop}/checksums/shop/customers/repair.sql`)).text();
      expect(script).toMatch(/^INSERT /m);
      await lab.withoutBinaryLog('target', async (root) => {
        await root.query("CREATE OR REPLACE USER modest@localhost IDENTIFIED BY 'x'");
        await root.query('GRANT ALL ON shop.* TO modest@localhost');
      });
      const { code, errors } = await runClient(lab, 'target', script, { user: 'modest', password: 'x' });
      await lab.withoutBinaryLog('target', (root) => root.query('DROP USER modest@localhost'));
      expect(code).not.toBe(0);
      expect(errors).toMatch(/BINLOG ADMIN/);
      expect(await compareAll()).toMatchObject({ verdict: 'diverged' });
      expect(await firingErrant()).toBeNull();
    });
  });
});

describe('a write on the target', () => {
  const local =
    "INSERT INTO coupons (code, description, discount_percent, valid_from) VALUES ('LOCAL', 'x', 10, '2025-01-01')";
  const undo = "DELETE FROM coupons WHERE code = 'LOCAL'";
  const page = 'docs/errant-transactions.md';
  const block = documentBlocks(resolve(__dirname, '../../../..')).find(({ file, runBy }) => file === page && runBy);
  const heal = block?.lines.join(' ');
  const ownGtid = async (): Promise<string> =>
    lab.withAdmin('target', async (root) => {
      const [rows] = await root.query('SELECT @@GLOBAL.gtid_binlog_pos AS own');
      return String((rows as { own: string }[])[0]?.own);
    });

  it.each([
    ['CRITICAL', 'on', true, []],
    ['WARNING', 'off', false, []],
    ['WARNING', 'off, under another server id', false, ['SET SESSION server_id = 7777']],
  ] as const)(
    'is %s with strict mode %s, named by its own GTID, and healed as the page says',
    async (severity, _, isStrict, settings) => {
      await setStrict(isStrict);
      try {
        await answers('safe');
        await lab.withAdmin('target', async (root) => {
          for (const sql of [...settings, local]) await root.query(sql);
        });
        const own = await ownGtid();
        const alert = await eventually('the alert fires', firingErrant);
        expect(alert).toMatchObject({ severity, message: expect.stringContaining(own) });
        expect(alert.action).toContain('STOP SLAVE; RESET MASTER; START SLAVE');
        const { verdict } = await answers('not-safe');
        expect(JSON.stringify(verdict)).toContain(own);

        if (!isStrict) {
          // What is replicated afterwards hides the write in the position; not here.
          await expectReplicating();
          expect(
            (await answers('not-safe')).replicaLag?.domains.find(({ errantGtids }) => errantGtids)?.errantGtids,
          ).toBe(own);
        }
        expect(await runClient(lab, 'target', `SET sql_log_bin = 0; ${undo}; ${heal}`)).toMatchObject({
          code: 0,
          errors: '',
        });
        await eventually('the alert is resolved', async () => (await firingErrant()) === null);
        await setStrict(true);
        await expectReplicating();
        await answers('safe');
      } finally {
        await setStrict(true);
      }
    },
  );

  it('is CRITICAL where the target connects from its own log, because that connect fails', async () => {
    const connectFrom = (position: string): Promise<unknown> =>
      lab.withAdmin('target', async (root) => {
        for (const sql of ['STOP SLAVE', `CHANGE MASTER TO MASTER_USE_GTID = ${position}`, 'START SLAVE'])
          await root.query(sql);
      });
    await setStrict(false);
    try {
      await connectFrom('current_pos');
      await answers('safe');
      await lab.withAdmin('target', (root) => root.query(local));
      expect(await eventually('the alert fires', firingErrant)).toMatchObject({
        severity: 'CRITICAL',
        message: expect.stringMatching(/next connect.*1236/),
        action: expect.stringMatching(/^Before anything else .*MASTER_USE_GTID = slave_pos/),
      });
      await connectFrom('current_pos');
      await eventually('the next connect ends replication', async () => {
        const { channels } = (await askedSlowly<MigrationDetail>(shop)).replicaLag ?? { channels: [] };
        return channels[0]?.lastError?.includes('1236');
      });
      expect(await runClient(lab, 'target', `SET sql_log_bin = 0; ${undo}; ${heal}`)).toMatchObject({ code: 0 });
    } finally {
      await connectFrom('slave_pos');
      await setStrict(true);
    }
    await eventually('the alert is resolved', async () => (await firingErrant()) === null);
    await expectReplicating();
    await answers('safe');
  });
});
