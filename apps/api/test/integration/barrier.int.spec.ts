import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { hotTables, type Lab, type Load } from '@cutover/lab';
import type { Connection, RowDataPacket } from 'mysql2/promise';
import {
  readReplicaThreads,
  type ReplicaThreads,
} from '../../src/checksum/dialects/mysql-family/barrier/replica-threads.js';
import type { CutoverConfig, EndpointConfig } from '../../src/config/config.schema.js';
import { eventually } from '../support/eventually.js';
import { configOf, labPair } from '../support/lab-pair.js';
import { createAccount } from '../support/other-account.js';
import { startVerifier, type Verifier } from '../support/verifier.js';
import { watchdogFile } from '../support/watchdog-file.js';

const sourceRights = ['SELECT ON shop.*', 'BINLOG MONITOR ON *.*'];
const targetRights = ['SELECT ON shop.*', 'SLAVE MONITOR ON *.*'];
const mayStop = 'REPLICATION SLAVE ADMIN ON *.*';

let lab: Lab;
const opened: Verifier[] = [];
const children: ChildProcess[] = [];
const drops: (() => Promise<void>)[] = [];

beforeAll(async () => {
  lab = await labPair();
  await lab.catchUp();
});

afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  await Promise.all(opened.splice(0).map((verifier) => verifier.close()));
  for (const drop of drops.splice(0)) await drop();
});

async function accountWith(...rights: string[]): Promise<{ source: EndpointConfig; target: EndpointConfig }> {
  const { drop, ...endpoints } = await createAccount(lab, 'stopper', {
    source: sourceRights,
    target: [...targetRights, ...rights],
  });
  drops.push(drop);
  return endpoints;
}

async function open(
  endpoints: { source: EndpointConfig; target: EndpointConfig },
  verification: Partial<CutoverConfig['verification']>,
): Promise<Verifier> {
  const config = configOf(lab, endpoints);
  const verifier = await startVerifier(lab, { ...config, verification: { ...config.verification, ...verification } });
  opened.push(verifier);
  return verifier;
}

/**
 * Command line and environment of each living watchdog that `parentPid` started. Another test's, of a target that is gone,
 * may go on looking for it for minutes.
 */
function watchdogs(parentPid: number | undefined): string[] {
  return readdirSync('/proc')
    .filter((pid) => /^\d+$/.test(pid))
    .flatMap((pid) => {
      try {
        const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8');
        const parent = /^PPid:\s*(\d+)$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
        const isOne = command.includes(watchdogFile) && Number(parent) === parentPid;
        return isOne ? [command + readFileSync(`/proc/${pid}/environ`, 'utf8')] : [];
      } catch {
        return [];
      }
    });
}

async function threads(): Promise<ReplicaThreads | undefined> {
  return lab.withAdmin('target', async (root) => {
    const [rows] = await root.query('SHOW ALL SLAVES STATUS');
    return (rows as object[]).map(readReplicaThreads)[0];
  });
}

/** Each step of a barrier has its time: on a busy machine one that is refused is no fault. */
const tooSlow = /in time|within \d+ s|did not start or could not connect|written so fast/;

const running = { isReceiving: true, isApplying: true, hasEnd: false };

/** A process that has stopped replication and then hangs. */
async function hangingBarrier(endpoints: object): Promise<ChildProcess> {
  const script = resolve(__dirname, '../support/hanging-barrier.mjs');
  const child = spawn(process.execPath, [script], { stdio: ['pipe', 'pipe', 'inherit'] });
  children.push(child);
  child.stdin.write(`${JSON.stringify(endpoints)}\n`);
  const line = await new Promise<string>((answer) => {
    createInterface({ input: child.stdout }).once('line', answer);
    child.once('exit', () => answer('ended'));
  });
  expect(line).toBe('stopped');
  return child;
}

describe('a barrier', () => {
  it('proves tables equal while they are written, five times, and replication runs after each', async () => {
    const endpoints = await accountWith(mayStop);
    const load = lab.startLoad({ rate: 200 });
    try {
      await eventually('the load writes', () => load.commits() > 20);
      const verifier = await open(endpoints, { mode: 'barrier', allowBarrier: true });
      let proved = 0;
      for (let pass = 0; pass < 20 && proved < 5; pass++) {
        const { finding } = await verifier.verify(`shop.${hotTables[0]}`);
        expect(await threads()).toMatchObject(running);
        if (finding.mode === 'barrier') {
          expect(finding).toMatchObject({ verdict: 'matched', modeReason: 'verification.mode is barrier' });
          proved += 1;
        } else expect([finding.mode, finding.modeReason]).toEqual(['sandwich', expect.stringMatching(tooSlow)]);
      }
      expect(proved).toBe(5);
    } finally {
      await load.stop();
      await lab.catchUp();
    }
  });

  it('names a row that differs, while others are written', async () => {
    const endpoints = await accountWith(mayStop);
    const load = lab.startLoad({ rate: 200 });
    await lab.break('row-changed');
    try {
      const verifier = await open(endpoints, { mode: 'barrier', allowBarrier: true });
      const { finding, differences } = await verifier.verify('shop.customers');
      expect(finding).toMatchObject({ verdict: 'diverged', mode: 'barrier', differences: { changed: 1 } });
      expect(differences).toMatchObject([{ kind: 'changed' }]);
    } finally {
      await lab.mend('row-changed');
      await load.stop();
      await lab.catchUp();
    }
  });

  it('stands in for snapshots where the account may not read the applied position, and says so', async () => {
    const verifier = await open(await accountWith(mayStop), { allowBarrier: true });
    const { finding } = await verifier.verify('shop.customers');
    expect(finding).toMatchObject({
      ...{ verdict: 'matched', mode: 'barrier', modeReason: expect.stringContaining('`mysql`.`gtid_slave_pos`') },
    });
  });

  it('is raised by the command line that is built into one file, which has a watchdog beside it', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'cutover-barrier-'));
    try {
      const config = configOf(lab, await accountWith(mayStop));
      // As people write it: what is read of it tells of which group it is.
      const migrations = config.migrations.map(({ group: _, ...written }) => written);
      const file = join(folder, 'cutover.json');
      const verification = { ...config.verification, mode: 'barrier', allowBarrier: true };
      writeFileSync(file, JSON.stringify({ migrations, verification }), { mode: 0o600 });
      const args = ['verify', '--config', file, '--table', 'shop.customers', '--json'];
      const { stdout } = await promisify(execFile)(process.execPath, [
        resolve(__dirname, '../../dist/cutover.js'),
        ...args,
      ]);
      expect(JSON.parse(stdout)).toMatchObject({ tables: [{ verdict: 'matched', mode: 'barrier' }] });
      expect(await threads()).toMatchObject(running);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('is not used where the configuration does not allow it', async () => {
    const verifier = await open(await accountWith(mayStop), { mode: 'barrier' });
    const { finding } = await verifier.verify('shop.customers');
    expect(finding.mode).toBe('sandwich');
    const reader = await open(await accountWith('SELECT ON mysql.gtid_slave_pos'), { mode: 'barrier' });
    expect((await reader.verify('shop.customers')).finding).toMatchObject({
      ...{ verdict: 'matched', mode: 'snapshot', modeReason: 'No barrier: verification.allowBarrier is false' },
    });
  });

  it('says which right it lacks, and stops nothing', async () => {
    const verifier = await open(await accountWith(), { allowBarrier: true });
    const { finding } = await verifier.verify('shop.customers');
    expect(finding).toMatchObject({
      ...{
        verdict: 'matched',
        mode: 'sandwich',
        modeReason: expect.stringContaining('sql_log_bin = 0; GRANT REPLICATION SLAVE ADMIN ON *.* TO'),
      },
    });
    expect(await threads()).toMatchObject(running);
  });

  it('leaves replication running when its STOP SLAVE takes effect only after everybody gave up waiting', async () => {
    const verifier = await open(await accountWith(mayStop), { mode: 'barrier', allowBarrier: true });
    await lab.withAdmin('target', async (root) => {
      await root.query('LOCK TABLES coupons WRITE');
      await lab.withAdmin('source', (source) =>
        source.query('UPDATE coupons SET valid_from = valid_from + INTERVAL 1 DAY'),
      );
      await eventually('the applier waits for the lock', async () => {
        const [rows] = await root.query<RowDataPacket[]>('SHOW PROCESSLIST');
        return rows.some(({ User, State }) => User === 'system user' && /metadata lock/.test(String(State)));
      });
      const { finding } = await verifier.verify('shop.customers');
      expect(finding).toMatchObject({
        ...{
          verdict: 'matched',
          mode: 'sandwich',
          modeReason: expect.stringContaining('the target applies a long tran'),
        },
      });
      await root.query('UNLOCK TABLES');
    });
    await eventually('the watchdog is content', () => watchdogs(process.pid).length === 0);
    await lab.withAdmin('source', (root) => root.query('UPDATE coupons SET valid_from = valid_from - INTERVAL 1 DAY'));
    await lab.catchUp();
    expect(await threads()).toMatchObject(running);
  });

  it('never starts replication that somebody else stopped', async () => {
    const verifier = await open(await accountWith(mayStop), { mode: 'barrier', allowBarrier: true });
    await lab.withAdmin('target', (root) => root.query('STOP SLAVE SQL_THREAD'));
    try {
      const { finding } = await verifier.verify('shop.customers');
      expect(finding).toMatchObject({ mode: 'sandwich', modeReason: expect.stringContaining('was not stopped by us') });
      expect(await threads()).toMatchObject({ isReceiving: true, isApplying: false });
    } finally {
      await lab.withAdmin('target', (root) => root.query('START SLAVE'));
      await lab.catchUp();
    }
  });
});

describe('a barrier over a long table, with everything being written', () => {
  const rows = 2_000;
  const sizing = { targetMs: 1, first: rows, smallest: rows, largest: rows };
  let load: Load;
  let verifier: Verifier;

  beforeEach(async () => {
    load = lab.startLoad({ rate: 200 });
    await eventually('the load writes', () => load.commits() > 20);
    verifier = await open(await accountWith(mayStop), { mode: 'barrier', allowBarrier: true });
  });

  afterEach(async () => {
    await load.stop();
    await lab.catchUp();
  });

  /** Looks without a pause until a barrier stands, and answers the connection that raised it. */
  async function whenRaised(root: Connection): Promise<number> {
    for (;;) {
      const [[lock]] = await root.query<RowDataPacket[]>("SELECT IS_USED_LOCK('cutover barrier') AS holder");
      const isApplying = (await threads())?.isApplying ?? true;
      if (!isApplying && typeof lock?.['holder'] === 'number') return lock['holder'];
    }
  }

  it('is raised again when its pair has served long enough, and the table is proved', async () => {
    const positions: (string | null)[] = [];
    const { finding } = await verifier.verify('shop.order_items', {
      ...{ sizing, barrierAgeMs: 300, onChunk: ({ position }) => void positions.push(position) },
      // So that a table of this size takes longer.
      pauseReason: () => pause(100, null),
    });
    expect(finding).toMatchObject({ verdict: 'matched', mode: 'barrier', modeReason: 'verification.mode is barrier' });
    expect(new Set(positions).size).toBeGreaterThan(1);
    expect(new Set(positions).size).toBeLessThan(positions.length);
    expect(await threads()).toMatchObject(running);
  });

  it('is raised again when the connection that stopped replication is killed, and replication runs', async () => {
    const verified = verifier.verify('shop.order_items', { sizing, barrierAgeMs: 0 });
    await lab.withAdmin('target', async (root) => root.query(`KILL CONNECTION ${await whenRaised(root)}`));
    const { finding } = await verified;
    expect(finding).toMatchObject({ verdict: 'matched', mode: 'barrier' });
    expect(await threads()).toMatchObject(running);
  });

  it('proves nothing false when the target dies and comes back, and replication runs', async () => {
    const verified = verifier.verify('shop.order_items', { sizing, barrierAgeMs: 0 });
    await lab.withAdmin('target', whenRaised);
    await lab.server('target').kill();
    await lab.server('target').start();
    const { verdict, reason = '' } = (await verified).finding;
    // How long the server took to come back decides which.
    expect([verdict, reason]).toEqual(
      verdict === 'matched' ? ['matched', ''] : ['unverified', expect.stringMatching(/target (does|did) not answer/)],
    );
    await eventually('replication runs', async () => (await threads())?.isApplying);
    await eventually('the target is up', async () => {
      const { finding } = await verifier.verify('shop.order_items');
      return finding.verdict === 'matched' && finding.mode === 'barrier';
    });
    expect(await threads()).toMatchObject(running);
  });
});

describe('a process that is killed between stopping replication and starting it', () => {
  it('leaves replication running again within a few seconds', async () => {
    const endpoints = await accountWith(mayStop);
    const child = await hangingBarrier(endpoints);
    expect(await threads()).toMatchObject({ isReceiving: false, isApplying: false });
    child.kill('SIGKILL');
    await eventually('replication runs', async () => {
      const { isReceiving, isApplying } = (await threads()) ?? running;
      return isReceiving && isApplying;
    });
    await lab.withAdmin('source', (root) => root.query('CREATE OR REPLACE TABLE shop.after_kill (id INT PRIMARY KEY)'));
    await lab.withAdmin('source', (root) => root.query('DROP TABLE shop.after_kill'));
    await lab.catchUp(5_000);
    expect(await threads()).toMatchObject(running);
  });

  it('hands no password to the command line or the environment of the watchdog', async () => {
    const endpoints = await accountWith(mayStop);
    const child = await hangingBarrier(endpoints);
    const found = watchdogs(child.pid);
    expect(found.length).toBeGreaterThan(0);
    expect(found.join()).not.toContain(endpoints.target.password);
    child.kill('SIGKILL');
    await eventually('replication runs', async () => (await threads())?.isApplying === true);
  });
});
