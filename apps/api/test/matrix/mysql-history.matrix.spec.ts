// What makes proofs void on MySQL, which counts nothing that it applies: pair-history.int.spec.ts is the same of MariaDB.
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Role } from '@cutover/contracts';
import type { Lab } from '@cutover/lab';
import { readFilterNotes } from '../../src/checksum/dialects/mysql-family/filter-notes.js';
import { mysqlFamilyLag } from '../../src/lag/dialects/mysql-family/lag-dialect.js';
import type { LagMeasurement, LagMemory } from '../../src/lag/lag-dialect.js';
import { eventually } from '../support/eventually.js';
import { historyStage, type HistoryStage } from '../support/history-stage.js';
import { configOf, endpointOf, labPair } from '../support/lab-pair.js';
import { putEmpty, readOn, sourceGtid } from '../support/mysql-transactions.js';
import { runOn } from '../support/run-on.js';
import { createAccount } from '../support/other-account.js';
import { serverLine } from '../support/server-line.js';
import { createSkippedTable, type SkippedTable } from '../support/skipped-table.js';
import { startTcpProxy } from '../support/tcp-proxy.js';
import { whenUp } from '../support/watched-pair.js';

const describeMysql = serverLine.flavor === 'mysql' ? describe : describe.skip;

describeMysql('on MySQL', () => {
  let lab: Lab;
  let stage: HistoryStage;
  let skippedTable: SkippedTable;

  const run = (role: Role, ...statements: string[]): Promise<void> => runOn(lab, role, ...statements);
  const read = (role: Role, sql: string): Promise<string> => readOn(lab, role, sql);
  const write = (count?: number): Promise<void> => skippedTable.write(count);
  /** The last transaction of the source, put on the target as an empty one, so that it is left out there. */
  const leaveOut = async (): Promise<void> => putEmpty(lab, 'target', await sourceGtid(lab, 0));
  /** The same of one that the target has not received. */
  const leaveOutNext = async (): Promise<void> => {
    await run('target', 'STOP REPLICA');
    await write();
    await leaveOut();
  };
  const onDisk = (file: string): string => join(lab.home, 'target', 'files', file);
  const restartTarget = async (whileDown: () => Promise<void> = async () => undefined): Promise<void> => {
    await lab.server('target').stop();
    await whileDown();
    await lab.server('target').start();
    await whenUp(stage.connections);
  };
  const applierEnds = (): Promise<unknown> =>
    eventually('the applier ends', async () => {
      const [found] = await lab.withAdmin('target', (root) => root.query('SHOW REPLICA STATUS'));
      return (found as { Replica_SQL_Running: string }[])[0]?.Replica_SQL_Running === 'No';
    });

  beforeAll(async () => {
    lab = await labPair();
    skippedTable = await createSkippedTable(lab);
  });
  afterAll(() => skippedTable.drop());
  beforeEach(async () => {
    await lab.catchUp();
    stage = await historyStage(lab);
  });
  afterEach(async () => {
    await stage.end();
    await lab.catchUp();
    await skippedTable.empty();
  });

  it('nothing is void after transactions, or under load', async () => {
    const reason = await stage.sinceThen(async () => {
      const load = lab.startLoad({ rate: 100 });
      try {
        for (let i = 0; i < 10; i++) {
          await write(3);
          await stage.look();
        }
      } finally {
        await load.stop();
      }
      await lab.catchUp();
      await stage.look();
    });
    expect(reason).toBeNull();
  });

  it('nothing of the source looks as if only the target had it, however fast it is written', async () => {
    const found = new Set<string>();
    const load = lab.startLoad({ rate: 1000 });
    try {
      const reason = await stage.sinceThen(async () => {
        let memory: LagMemory | null = null;
        for (let n = 0; n < 100; n++) {
          const pair = {
            source: stage.connections.get('shop', 'source'),
            target: stage.connections.get('shop', 'target'),
          };
          const now: LagMeasurement = await mysqlFamilyLag.measure(pair, {
            ...{ bounds: {}, history: [], memory, thresholdSeconds: 10 },
            ...{ nowIso: () => '', monotonicMs: () => performance.now() },
          });
          ({ memory } = now);
          for (const { errantGtids } of now.lag.domains) if (errantGtids !== null) found.add(errantGtids);
          await stage.look();
        }
      });
      expect(reason).toBeNull();
    } finally {
      await load.stop();
    }
    expect([...found]).toEqual([]);
  });

  it('equality is void after replication was started, since an empty transaction put there leaves no trace', async () => {
    const reason = await stage.sinceThen(async () => {
      await leaveOutNext();
      await run('target', 'START REPLICA');
      await write();
      await lab.catchUp();
      expect(await read('target', 'SELECT COUNT(*) FROM shop.skipped')).toBe('1');
    });
    expect(reason).toContain('does not show whether a transaction was skipped');
  });

  it('equality is void after an error was resolved by an empty transaction, whether it was seen or not', async () => {
    const collide = async (): Promise<void> => {
      await run(
        'target',
        'SET SESSION sql_log_bin = 0',
        `INSERT INTO shop.skipped VALUES (${skippedTable.lastId() + 1}, 9)`,
      );
      await write();
      await applierEnds();
    };
    const skip = async (): Promise<void> => {
      await leaveOut();
      await run('target', 'START REPLICA');
      await lab.catchUp();
    };
    const seen = await stage.sinceThen(async () => {
      await collide();
      await stage.look();
      await skip();
    });
    expect(seen).toContain('replication had ended with error 1062 and goes on');
    const unseen = await stage.sinceThen(async () => {
      await collide();
      await skip();
    });
    expect(unseen).toContain('it may have ended with an error');
  });

  it('equality is void after the target was restarted, which starts replication as a statement does', async () => {
    const reason = await stage.sinceThen(async () => {
      await leaveOutNext();
      await restartTarget();
      await write();
      await lab.catchUp();
      expect(await read('target', 'SELECT COUNT(*) FROM shop.skipped')).toBe('1');
    });
    expect(reason).toContain('the target was restarted');
  });

  it('equality is void after a transaction of the source was put on the target before the source had it', async () => {
    const reason = await stage.sinceThen(async () => {
      // While it is connected: at the next connect the source would refuse a replica that is ahead of it.
      await putEmpty(lab, 'target', await sourceGtid(lab, 2));
      await stage.look();
      await stage.look();
      await write(3);
      await lab.catchUp();
      expect(await read('target', 'SELECT COUNT(*) FROM shop.skipped')).toBe('2');
    });
    expect(reason).toMatch(/^the target has transactions that the source never had/);
  });

  it('equality is void after RESET BINARY LOGS AND GTIDS on the target, and a position set by hand', async () => {
    await write(3);
    await lab.catchUp();
    await stage.look();
    const seen = await stage.sinceThen(async () => {
      const executed = await read('target', 'SELECT @@GLOBAL.gtid_executed');
      await run('target', 'STOP REPLICA', 'RESET BINARY LOGS AND GTIDS');
      await stage.look();
      await run('target', `SET GLOBAL gtid_purged = '${executed}'`, 'START REPLICA');
      await lab.catchUp();
    });
    expect(seen).toMatch(/^the target went back from \S+ to no position/);
    const moved = await stage.sinceThen(async () => {
      await run('target', 'STOP REPLICA');
      await write(3);
      const executed = await read('source', 'SELECT @@GLOBAL.gtid_executed');
      await run('target', 'RESET BINARY LOGS AND GTIDS', `SET GLOBAL gtid_purged = '${executed}'`, 'START REPLICA');
      await lab.catchUp();
    });
    expect(moved).toContain('replication on the target was started again');
  });

  it('everything is void after the binary log of the source was begun anew', async () => {
    await write(3);
    await lab.catchUp();
    await stage.look();
    const executed = await read('source', 'SELECT @@GLOBAL.gtid_executed');
    const reason = await stage.sinceThen(async () => {
      await run('target', 'STOP REPLICA');
      await run('source', 'RESET BINARY LOGS AND GTIDS');
      await stage.look();
      await run('source', `SET GLOBAL gtid_purged = '${executed}'`);
      await run('target', 'START REPLICA');
    });
    expect(reason).toContain('the history of the source was begun anew');
  });

  it('equality is void after a filter was changed at run time, and again after it was taken away', async () => {
    const filter = async (tables: string): Promise<void> => {
      await run('target', 'STOP REPLICA SQL_THREAD');
      await run('target', `CHANGE REPLICATION FILTER REPLICATE_WILD_IGNORE_TABLE = (${tables})`);
      // Before it runs again: what began to run is void of itself.
      await stage.look();
    };
    try {
      expect(await stage.sinceThen(() => filter("'shop.skipped'"))).toContain(
        'replicate_wild_ignore_table was "" and is "shop.skipped"',
      );
      const target = stage.connections.get('shop', 'target');
      expect(await readFilterNotes(target, new AbortController().signal)).toEqual([
        expect.stringContaining('replicate_wild_ignore_table = shop.skipped'),
      ]);
      await run('target', 'START REPLICA');
      await stage.look();
    } finally {
      const away = await stage.sinceThen(() => filter(''));
      await run('target', 'START REPLICA');
      expect(away).toContain('replicate_wild_ignore_table was "shop.skipped" and is ""');
    }
  });

  it('equality is void after errors are passed over by setting', async () => {
    const reason = await stage.sinceThen(() => run('target', "SET GLOBAL replica_exec_mode = 'IDEMPOTENT'"));
    await run('target', "SET GLOBAL replica_exec_mode = 'STRICT'");
    expect(reason).toMatch(/(?:slave|replica)_exec_mode was "STRICT" and is "IDEMPOTENT"/);
  });

  it('everything is void where a rebuilt target answers: one that was copied or installed anew has another server_uuid', async () => {
    const reason = await stage.sinceThen(() => restartTarget(() => rm(onDisk('auto.cnf'))));
    expect(reason).toContain('another server answers as the target');
  });

  it('everything is void where the name leads to another server', async () => {
    const rights = ['SELECT ON shop.*', 'REPLICATION CLIENT ON *.*'];
    const { drop, target } = await createAccount(lab, 'led', { source: rights, target: rights });
    const way = await startTcpProxy(lab.endpoints.target);
    const config = configOf(lab, { target: endpointOf(lab, 'target', { ...target, port: way.port }) });
    const led = await historyStage(lab, config);
    try {
      const reason = await led.sinceThen(async () => {
        way.leadTo(lab.endpoints.source);
        way.reset();
        const uuid = await read('source', 'SELECT @@server_uuid');
        await eventually('the other server is known', async () => {
          const server = led.connections.get('shop', 'target');
          return server.status().state === 'up' && server.identity()?.fingerprint === uuid;
        });
      });
      expect(reason).toContain('another server answers as the target');
    } finally {
      await led.end();
      await way.end();
      await drop();
    }
  });

  it('equality is void after a time in which nobody looked: nothing proves there that replication ran through', async () => {
    const reason = await stage.sinceThen(async () => {
      stage.clock.forwardMs += 20 * 60_000;
      await write();
      await lab.catchUp();
    });
    expect(reason).toContain('nobody watched the target from');
  });
});
