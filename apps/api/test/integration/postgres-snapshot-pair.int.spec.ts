// Pairs of snapshots on a publisher and its subscriber, while both are written.
import { setTimeout as pause } from 'node:timers/promises';
import type { PostgresLab } from '@cutover/lab';
import { SnapshotsMissed, TableChanged, TargetBehind } from '../../src/proof/snapshot/snapshot-failures.js';
import { SideUnreadable } from '../../src/proof/side-unreadable.js';
import { readAsAdmin } from '../support/read-as-admin.js';
import { postgresPair } from '../support/postgres-pair.js';
import {
  createPairedTables,
  pairedTables,
  type PairLoad,
  type PairSetup,
  restingKey,
  startPairLoad,
} from '../support/postgres-pair-load.js';
import {
  differencesIn,
  grantPairs,
  type PairMaker,
  type PairedTable,
  startPairMaker,
} from '../support/postgres-pairs.js';

const pairsWanted = 200;
/** A minute on a machine at rest. */
const longestMs = 900_000;

let lab: PostgresLab;
let pairs: PairMaker;
let takeBack: () => Promise<void>;

beforeAll(async () => {
  lab = await postgresPair();
  takeBack = await grantPairs(lab);
  pairs = await startPairMaker(lab);
});

afterAll(async () => {
  await pairs?.close();
  await takeBack?.();
});

/** Whether the pair says of itself that it proves nothing: DDL or TRUNCATE came between, or on a busy machine too many changes. */
function isNoProof(error: unknown): boolean {
  if (error instanceof TargetBehind || error instanceof SnapshotsMissed) return true;
  return error instanceof SideUnreadable && error.cause instanceof TableChanged;
}

interface Seen {
  keys: string[];
  apart: number;
  /** Pairs before this one that proved nothing. */
  noProofs: number;
}

/** What differs in the first pair that proves something; each pair is let go. */
async function look(table: PairedTable): Promise<Seen> {
  for (let noProofs = 0; ; noProofs++) {
    try {
      return { ...(await differencesIn(await pairs.holder.current(pairs.bounds(table)), table)), noProofs };
    } catch (error) {
      if (!isNoProof(error)) throw error;
      // No pair is tried while the memory of the misses rests.
      await pause(1000);
    } finally {
      await pairs.holder.release();
    }
  }
}

const onTarget = (sql: string): Promise<unknown> => lab.withAdmin('target', (admin) => admin.query(sql));

/** How the target is made to differ, the key that must be named, and what undoes it. */
const plantings = (id: number): readonly [string, string][] => [
  [
    `UPDATE pair.pair_rows SET note = 'planted' WHERE id = ${id}`,
    `UPDATE pair.pair_rows SET note = 'rests' WHERE id = ${id}`,
  ],
  [
    `DELETE FROM pair.pair_rows WHERE id = ${id}`,
    `INSERT INTO pair.pair_rows VALUES (${id}, 0, 'rests', repeat(md5('${id}'), 100), false, 'x')`,
  ],
  [`INSERT INTO pair.pair_rows (id, n) VALUES (${id + 1000}, 1)`, `DELETE FROM pair.pair_rows WHERE id = ${id + 1000}`],
  [
    `UPDATE pair.pair_rows SET big = big || '!' WHERE id = ${id}`,
    `UPDATE pair.pair_rows SET big = repeat(md5('${id}'), 100) WHERE id = ${id}`,
  ],
];

/** So many pairs are made while the load writes; every fifth time something is planted first. */
async function proveAll(load: PairLoad, wanted: number): Promise<void> {
  let [made, apart, planted, noProofs] = [0, 0, 0, 0];
  const startMs = performance.now();
  for (; made < wanted; made++) {
    const table = pairedTables[made % pairedTables.length]!;
    const seen = await look(table);
    expect({ made, table: table.name, keys: seen.keys }).toEqual({ made, table: table.name, keys: [] });
    apart += seen.apart;
    noProofs += seen.noProofs;
    if (made % 5 !== 0) continue;
    const id = restingKey + (made % 50);
    const all = plantings(id);
    const [plant, mend] = all[(made / 5) % all.length]!;
    await onTarget(plant);
    const found = await look(pairedTables[0]!);
    await onTarget(mend);
    const key = plant.startsWith('INSERT') ? id + 1000 : id;
    expect({ plant, keys: found.keys }).toEqual({ plant, keys: [JSON.stringify([String(key)])] });
    planted++;
  }
  const seconds = (performance.now() - startMs) / 1000;
  process.stdout.write(
    `${made + planted} pairs in ${seconds.toFixed(0)} s, ${(load.commits() / seconds).toFixed(0)} commits/s, ${apart} rows apart, ${noProofs} pairs that proved nothing\n`,
  );
  expect(noProofs).toBeLessThan(made);
  expect(apart).toBeGreaterThan(0);
}

describe('under load', () => {
  const stage = (name: string, setup: (version: number) => PairSetup, work: () => Promise<void>): void => {
    it(
      name,
      async () => {
        const version = Number(await readAsAdmin(lab, 'source', 'SHOW server_version_num'));
        const drop = await createPairedTables(lab, setup(version));
        try {
          await work();
        } finally {
          await pairs.holder.release();
          await drop();
        }
      },
      longestMs,
    );
  };

  const loaded = async (wanted: number, isTwoPhase: boolean): Promise<void> => {
    const load = startPairLoad(lab, { pauseMs: 10, isTwoPhase });
    const shop = lab.startLoad({ rate: 30 });
    try {
      await proveAll(load, wanted);
    } finally {
      await Promise.all([load.stop(), shop.stop()]);
    }
  };

  stage(
    'show no false difference, and every planted one',
    () => ({}),
    () => loaded(pairsWanted, false),
  );

  stage(
    'do so with transactions of two phases, transactions sent before their commit, and partitions under one root',
    (version) => ({
      publication: 'publish_via_partition_root = true',
      subscription:
        version >= 160_000
          ? 'two_phase = true, streaming = parallel, origin = none'
          : 'two_phase = true, streaming = true',
    }),
    async () => {
      const set = (sql: string): Promise<unknown> => lab.withAdmin('source', (admin) => admin.query(sql));
      await set("ALTER SYSTEM SET logical_decoding_work_mem = '64kB'");
      await set('SELECT pg_reload_conf()');
      try {
        await loaded(pairsWanted / 2, true);
      } finally {
        await set('ALTER SYSTEM RESET logical_decoding_work_mem');
        await set('SELECT pg_reload_conf()');
      }
    },
  );
});
