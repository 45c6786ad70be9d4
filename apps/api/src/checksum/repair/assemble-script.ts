import type { RowDifferenceKind } from '@cutover/contracts';
import type { RepairDialect, RepairSubject, RowRepair } from './repair-dialect.js';

/** Repairs of one kind of row, and one part of them. */
export interface RepairStep {
  kind: RowDifferenceKind;
  part: keyof RowRepair;
}

/**
 * The order of a script. Rows that are in the way go first: an extra row, or the old state of a changed one, may hold a
 * unique value that another row needs.
 */
export const repairOrder: readonly RepairStep[] = [
  { kind: 'extra', part: 'sql' },
  { kind: 'changed', part: 'removal' },
  { kind: 'changed', part: 'sql' },
  { kind: 'missing', part: 'sql' },
];

/** Pure: the lines of the repair script of one table. */
export function assembleScript(
  dialect: RepairDialect,
  subject: RepairSubject,
  repairs: readonly (RowRepair & { kind: RowDifferenceKind })[],
): string[] {
  const ordered = repairOrder.flatMap(({ kind, part }) =>
    repairs.filter((repair) => repair.kind === kind).flatMap((repair) => repair[part] ?? []),
  );
  return [...dialect.heading(subject), ...ordered, ...dialect.ending(subject)];
}
