import type { TableVerification } from '../../src/checksum/comparison/exact-checksum.js';
import { SeededRandom } from './scenario-random.js';
import { told } from './scenario-found.js';
import type { RandomTable } from './scenario-random-table.js';
import type { Verifier } from './verifier.js';

/** Chunks of a few rows, so that small tables have many; every size occurs. */
export function hooksOf({ create }: RandomTable): Parameters<Verifier['verify']>[1] {
  const random = new SeededRandom(create.join('').length);
  const smallest = random.between(5, 60);
  return {
    sizing: { targetMs: 5, first: smallest, smallest, largest: smallest * random.between(1, 4) },
    workers: random.between(1, 2),
  };
}

/** What was judged wrongly, with all that is needed to repeat it; empty: nothing was. */
export function faultsOf(table: RandomTable, { finding, differences }: TableVerification): object[] {
  const found = differences.map((row) => (table.hasKey ? told(row) : `${row.kind} ${row.key['tag'] ?? 'NULL'}`)).sort();
  const expectedVerdict = table.planted.length === 0 ? 'matched' : 'diverged';
  const misnamed = differences.filter((row) => {
    const column = table.changedColumns.get(told(row));
    return column !== undefined && !row.columns?.includes(column);
  });
  const isRight =
    finding.verdict === expectedVerdict &&
    JSON.stringify(found) === JSON.stringify(table.planted) &&
    finding.differences.complete &&
    misnamed.length === 0;
  if (isRight) return [];
  const { verdict, reason } = finding;
  return [
    {
      table: table.name,
      verdict,
      reason,
      found,
      planted: table.planted,
      misnamed,
      sql: [...table.create, ...table.plant],
    },
  ];
}
