import type { Question } from '../../../../proof/question.js';
import type { ComparedTable, RowValues, SequencePlan } from '../../../comparison/table-plan.js';
import { fromOf } from '../digest/digest-plan.js';
import { readValues, valueSelections } from './row-values.js';

/** Columns of a sequence that move when a value is taken. */
const moving = ['next_not_cached_value', 'cycle_count'];

/** How a sequence is compared: MariaDB keeps its state in one row, which no snapshot shows as it was. */
export function sequencePlan(table: ComparedTable): SequencePlan {
  const at = (name: string): number => table.columns.findIndex((column) => column.name === name);
  const numberOf = (state: RowValues, name: string): bigint => BigInt(state[at(name)] ?? 0);
  return {
    words: {
      state:
        'The sequence on the target would give values that the source has given: ALTER SEQUENCE … RESTART there, to the value of the source',
      settings:
        'The sequence gives values in another way on the target: compare SHOW CREATE SEQUENCE, and ALTER SEQUENCE there',
    },
    state: {
      statement: `SELECT ${valueSelections(table.columns)} FROM ${fromOf(table)}`,
      read: ([row]) => (row === undefined ? null : readValues(row, table.columns)),
    } satisfies Question<RowValues | null>,
    isSame: (a, b) => table.columns.every((column, index) => moving.includes(column.name) || a[index] === b[index]),
    isBefore: (a, b) => {
      const [cycles, others] = [numberOf(a, 'cycle_count'), numberOf(b, 'cycle_count')];
      if (cycles !== others) return cycles < others;
      const ahead = numberOf(b, 'next_not_cached_value') - numberOf(a, 'next_not_cached_value');
      return numberOf(a, 'increment') < 0n ? ahead < 0n : ahead > 0n;
    },
  };
}
