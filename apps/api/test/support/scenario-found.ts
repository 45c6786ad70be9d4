import type { RowDifference } from '@cutover/contracts';
import type { TableVerification } from '../../src/checksum/comparison/exact-checksum.js';
import type { ExpectedTable } from './scenario.js';

/** `<kind> <key>`. */
export const told = ({ kind, key }: Pick<RowDifference, 'kind' | 'key'>): string =>
  `${kind} ${Object.values(key)
    .map((value) => value ?? 'NULL')
    .join('/')}`;

/** What was found, in the form of what was expected: only what the expectation speaks of. */
export function foundIn({ finding, differences }: TableVerification, expected: ExpectedTable): object {
  const { verdict, reason, notes, mode } = finding;
  const { missing, extra, changed } = finding.differences;
  const byKey = new Map(differences.map((row) => [told(row), row.columns ?? []]));
  return {
    ...{ verdict, missing, extra, changed, reason: reason ?? null },
    definition: (finding.definitionDifferences ?? []).join('\n'),
    ...(expected.noteMatches === undefined ? {} : { notes: (notes ?? []).join('\n') }),
    ...(expected.mode === undefined ? {} : { mode }),
    ...(expected.keys === undefined ? {} : { keys: differences.map(told).sort() }),
    ...(expected.columns === undefined
      ? {}
      : { columns: Object.fromEntries(Object.keys(expected.columns).map((key) => [key, byKey.get(key) ?? null])) }),
  };
}
