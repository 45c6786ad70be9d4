// Pairs of snapshots on a publisher and its subscriber, while both are written.
import type { PostgresLab } from '@cutover/lab';
import { TableChanged } from '../../src/proof/snapshot/snapshot-failures.js';
import { SideUnreadable } from '../../src/proof/side-unreadable.js';
import { postgresPair } from '../support/postgres-pair.js';
import {
  createPairedTables,
  pairedTables,
  type PairLoad,
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

let lab: PostgresLab;
let pairs: PairMaker;
const undo: (() => Promise<void>)[] = [];

beforeAll(async () => {
  lab = await postgresPair();
  undo.push(await grantPairs(lab), await createPairedTables(lab));
  pairs = await startPairMaker(lab);
});

afterAll(async () => {
  await pairs?.close();
  for (const each of undo.reverse()) await each();
});

/** What differs in a new pair; the pair is let go. A table that DDL or TRUNCATE met is looked at again. */
async function look(table: PairedTable): Promise<{ keys: string[]; apart: number }> {
  try {
    return await differencesIn(await pairs.holder.current(pairs.bounds(table)), table);
  } catch (error) {
    if (!(error instanceof SideUnreadable && error.cause instanceof TableChanged)) throw error;
    return await look(table);
  } finally {
    await pairs.holder.release();
  }
}

const onTarget = (sql: string): Promise<unknown> => lab.withAdmin('target', (admin) => admin.query(sql));

/** How the target is made to differ, the key that must be named, and what undoes it. */
const plantings = (id: number): readonly [string, string][] => [
  [
    `UPDATE public.pair_rows SET note = 'planted' WHERE id = ${id}`,
    `UPDATE public.pair_rows SET note = 'rests' WHERE id = ${id}`,
  ],
  [
    `DELETE FROM public.pair_rows WHERE id = ${id}`,
    `INSERT INTO public.pair_rows VALUES (${id}, 0, 'rests', repeat(md5('${id}'), 100), false, 'x')`,
  ],
  [
    `INSERT INTO public.pair_rows (id, n) VALUES (${id + 1000}, 1)`,
    `DELETE FROM public.pair_rows WHERE id = ${id + 1000}`,
  ],
  [
    `UPDATE public.pair_rows SET big = big || '!' WHERE id = ${id}`,
    `UPDATE public.pair_rows SET big = repeat(md5('${id}'), 100) WHERE id = ${id}`,
  ],
];

describe('under load', () => {
  let load: PairLoad;
  beforeAll(() => {
    load = startPairLoad(lab, { pauseMs: 10 });
  });
  afterAll(() => load.stop());

  it('show no false difference, and every planted one', async () => {
    let [made, apart, planted] = [0, 0, 0];
    const startMs = performance.now();
    for (; made < pairsWanted; made++) {
      const table = pairedTables[made % pairedTables.length]!;
      const seen = await look(table);
      expect({ made, table: table.name, keys: seen.keys }).toEqual({ made, table: table.name, keys: [] });
      apart += seen.apart;
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
      `${made + planted} pairs in ${seconds.toFixed(0)} s, ${(load.commits() / seconds).toFixed(0)} commits/s, ${apart} rows apart\n`,
    );
    expect(apart).toBeGreaterThan(0);
  });
});
