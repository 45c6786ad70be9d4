import type { Lab } from '@cutover/lab';
import { labPair } from '../support/lab-pair.js';
import { historyStage, type HistoryStage } from '../support/history-stage.js';
import { runOn } from '../support/run-on.js';
import { createSkippedTable, type SkippedTable } from '../support/skipped-table.js';
import { whenUp } from '../support/watched-pair.js';

let lab: Lab;
let stage: HistoryStage;
let skippedTable: SkippedTable;
const look = (): Promise<void> => stage.look();
const run = (role: 'source' | 'target', ...statements: string[]): Promise<void> => runOn(lab, role, ...statements);

beforeAll(async () => {
  lab = await labPair();
  skippedTable = await createSkippedTable(lab);
});

afterAll(() => skippedTable.drop());

beforeEach(async () => {
  await lab.catchUp();
  stage = await historyStage(lab);
});

afterEach(() => stage.end());

const write = (count?: number): Promise<void> => skippedTable.write(count);

/** What is void since the first look, in words; null: nothing. */
async function sinceThen(work: () => Promise<void>): Promise<string | null> {
  const era = stage.history.era('shop');
  expect(era).not.toBeNull();
  try {
    await work();
    await look();
    return stage.since(era);
  } finally {
    await lab.catchUp();
    await skippedTable.empty();
  }
}

it('two looks at once, as when a run starts with the process, lead to one era', async () => {
  const fresh = stage.another();
  const eraSeen = async (): Promise<string | null> => {
    await fresh.measure('shop', new AbortController().signal);
    return fresh.era('shop');
  };
  const eras = await Promise.all([eraSeen(), eraSeen()]);
  expect(eras).toEqual([fresh.era('shop'), fresh.era('shop')]);
});

it('says why a server that answers was not recognised, until it is', async () => {
  const fresh = stage.another();
  const lookAfresh = (): Promise<void> => fresh.measure('shop', new AbortController().signal);
  await lab.withAdmin('target', async (root) => {
    await root.query('LOCK TABLES mysql.gtid_slave_pos WRITE');
    await lookAfresh();
    await root.query('UNLOCK TABLES');
  });
  expect(fresh.era('shop')).toBeNull();
  expect(fresh.blindness('shop')).toEqual({ role: 'target', reason: expect.stringMatching(/\S/) });
  await lookAfresh();
  expect(fresh.blindness('shop')).toBeNull();
});

describe('nothing is void', () => {
  it('after transactions, under load, and after replication was stopped and started in an orderly way', async () => {
    const reason = await sinceThen(async () => {
      const load = lab.startLoad({ rate: 100 });
      try {
        for (let i = 0; i < 10; i++) {
          await write(3);
          await look();
        }
      } finally {
        await load.stop();
      }
      await lab.catchUp();
      await look();
      await run('target', 'STOP SLAVE');
      await write(5);
      await look();
      await run('target', 'START SLAVE');
      await lab.catchUp();
      await run('target', 'STOP SLAVE', 'START SLAVE');
      await write(5);
      await lab.catchUp();
    });
    expect(reason).toBeNull();
  });

  it('after DDL ran on the source while replication was stopped in an orderly way', async () => {
    const reason = await sinceThen(async () => {
      await run('target', 'STOP SLAVE');
      await run('source', 'ALTER TABLE shop.skipped ADD w INT', 'ALTER TABLE shop.skipped DROP w');
      await run('source', 'CREATE TABLE shop.made AS SELECT 1 AS id', 'DROP TABLE shop.made');
      await look();
      await run('target', 'START SLAVE');
      await lab.catchUp();
      await look();
      await write();
      await lab.catchUp();
    });
    expect(reason).toBeNull();
  });

  it('after START SLAVE was given to a replication that runs', async () => {
    const reason = await sinceThen(async () => {
      await write(3);
      await lab.catchUp();
      await look();
      await run('target', 'START SLAVE', 'START SLAVE');
      await write(3);
      await lab.catchUp();
    });
    expect(reason).toBeNull();
  });

  it('after a side did not answer for a moment, and after the target was restarted', async () => {
    const reason = await sinceThen(async () => {
      await lab.break('target-down');
      await look();
      await write(3);
      await lab.mend('target-down');
      await whenUp(stage.connections);
      await lab.catchUp();
    });
    expect(reason).toBeNull();
  });
});

describe('after a time in which nobody looked at the target', () => {
  const minutes = 60_000;

  it('nothing is void when it was short, or when the target proves that replication ran through', async () => {
    const short = await sinceThen(async () => {
      stage.clock.forwardMs += 4 * minutes;
      await run('target', 'STOP SLAVE', 'START SLAVE');
      await write();
      await lab.catchUp();
    });
    expect(short).toBeNull();
    const untouched = await sinceThen(async () => {
      stage.clock.forwardMs += 60 * minutes;
      await write(3);
      await lab.catchUp();
    });
    expect(untouched).toBeNull();
  });

  it('every proof is void when replication was stopped and started meanwhile', async () => {
    const stopped = await sinceThen(async () => {
      stage.clock.forwardMs += 20 * minutes;
      await run('target', 'STOP SLAVE', 'START SLAVE');
      await lab.catchUp();
    });
    expect(stopped).toContain('nobody watched the target from');
  });

  it('every proof is void when the target was restarted meanwhile', async () => {
    const restarted = await sinceThen(async () => {
      await lab.break('target-down');
      await look();
      stage.clock.forwardMs += 20 * minutes;
      await lab.mend('target-down');
      await whenUp(stage.connections);
    });
    expect(restarted).toContain('nobody watched the target from');
  });
});

it('says that a side which answers was not to be looked at, once that is so for too long', async () => {
  expect(stage.history.blindness('shop')).toBeNull();
  await lab.withAdmin('target', async (root) => {
    await root.query('LOCK TABLES mysql.gtid_slave_pos WRITE');
    await look();
    expect(stage.history.blindness('shop')).toBeNull();
    stage.clock.forwardMs += 6 * 60_000;
    await look();
    expect(stage.history.blindness('shop')).toMatchObject({ role: 'target', reason: expect.stringMatching(/./) });
    await root.query('UNLOCK TABLES');
  });
  await look();
  expect(stage.history.blindness('shop')).toBeNull();
});

describe('every proof is void', () => {
  it('after a transaction was skipped (sql_slave_skip_counter) without an error before', async () => {
    const reason = await sinceThen(async () => {
      await run('target', 'STOP SLAVE', 'SET GLOBAL sql_slave_skip_counter = 1', 'START SLAVE');
      await write(3);
      await lab.catchUp();
    });
    expect(reason).toBe(
      '1 transaction was passed on the target and not applied (skipped, or the position was moved by as many)',
    );
  });

  it('after a transaction was skipped under load, and not after replication was stopped and started under load', async () => {
    // Rows are only added, so that one that was skipped is missed by none that follows.
    let isWriting = true;
    const writers = [1, 2, 3].map(async () => {
      while (isWriting) await write(20);
    });
    const untouched = async (): Promise<void> => {
      for (let i = 0; i < 10; i++) await look();
      for (let i = 0; i < 5; i++) {
        await run('target', 'STOP SLAVE', 'START SLAVE');
        await look();
      }
    };
    const skipped = async (): Promise<void> => {
      await run('target', 'STOP SLAVE', 'SET GLOBAL sql_slave_skip_counter = 1', 'START SLAVE');
      isWriting = false;
      await Promise.all(writers);
      await lab.catchUp();
    };
    try {
      const era = stage.history.era('shop');
      await untouched();
      expect(stage.since(era)).toBeNull();
      expect(await sinceThen(skipped)).toContain('1 transaction was passed on the target and not applied');
    } finally {
      isWriting = false;
      await Promise.all(writers);
    }
  });

  it('while the target is told to skip, and again when it has skipped', async () => {
    const reason = await sinceThen(async () => {
      await run('target', 'STOP SLAVE', 'SET GLOBAL sql_slave_skip_counter = 1', 'START SLAVE');
      await look();
    });
    expect(reason).toContain('was told to skip 1 events');
    expect(
      await sinceThen(async () => {
        await write();
        await lab.catchUp();
      }),
    ).toContain('the target skipped events');
  });

  it('after its position was moved by hand (gtid_slave_pos)', async () => {
    const reason = await sinceThen(async () => {
      await run('target', 'STOP SLAVE');
      await write(3);
      const [[{ position }]] = (await lab.withAdmin('source', (root) =>
        root.query('SELECT @@gtid_binlog_pos AS position'),
      )) as unknown as [{ position: string }[]] as [[{ position: string }]];
      await run('target', `SET GLOBAL gtid_slave_pos = '${position}'`, 'START SLAVE');
      await write();
      await lab.catchUp();
    });
    expect(reason).toContain('the position of the target was moved by hand');
  });

  it('after an error was resolved, whether it was seen or not', async () => {
    const collide = async (): Promise<void> => {
      await run(
        'target',
        'SET SESSION sql_log_bin = 0',
        `INSERT INTO shop.skipped VALUES (${skippedTable.lastId() + 1}, 9)`,
      );
      await write();
      await applierEnds();
    };
    const skip = (): Promise<void> => run('target', 'SET GLOBAL sql_slave_skip_counter = 1', 'START SLAVE');
    const seen = await sinceThen(async () => {
      await collide();
      await look();
      await skip();
      await lab.catchUp();
    });
    expect(seen).toContain('replication had ended with error 1062 and goes on');
    const unseen = await sinceThen(async () => {
      await collide();
      await skip();
      await lab.catchUp();
    });
    expect(unseen).toContain('1 transaction was passed on the target and not applied');
    const byHand = await sinceThen(async () => {
      await collide();
      await run(
        'target',
        'SET SESSION sql_log_bin = 0',
        `DELETE FROM shop.skipped WHERE id = ${skippedTable.lastId()}`,
        'START SLAVE',
      );
      await lab.catchUp();
    });
    expect(byHand).toContain('it may have ended with an error');
  });

  it('after a replication filter was set, and again after it was taken away', async () => {
    const filter = (tables: string): Promise<void> =>
      run('target', 'STOP SLAVE', `SET GLOBAL replicate_wild_ignore_table = '${tables}'`, 'START SLAVE');
    try {
      expect(await sinceThen(() => filter('shop.skipped'))).toContain(
        'replicate_wild_ignore_table was "" and is "shop.skipped"',
      );
    } finally {
      expect(await sinceThen(() => filter(''))).toContain('replicate_wild_ignore_table was "shop.skipped" and is ""');
    }
  });

  it('after errors are passed over by setting (slave_exec_mode)', async () => {
    try {
      expect(await sinceThen(() => run('target', "SET GLOBAL slave_exec_mode = 'IDEMPOTENT'"))).toContain(
        'slave_exec_mode was "STRICT" and is "IDEMPOTENT"',
      );
    } finally {
      await run('target', "SET GLOBAL slave_exec_mode = 'STRICT'");
    }
  });
});

async function applierEnds(): Promise<void> {
  for (;;) {
    const [rowsOf] = await lab.withAdmin('target', (root) => root.query('SHOW SLAVE STATUS'));
    if ((rowsOf as { Slave_SQL_Running: string }[])[0]?.Slave_SQL_Running === 'No') return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
