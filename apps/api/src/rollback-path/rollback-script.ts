import type { RollbackStep } from './rollback-path-dialect.js';

/** Stands where a password belongs. None is known here, and none would be written into a file. */
export const passwordPlaceholder = '<PASSWORD>';

/** Pure: what a person runs, step by step, each side by itself. */
export function rollbackScript(migration: string, madeAt: string, steps: readonly RollbackStep[]): string {
  return [
    `-- The way back of ${oneLine(migration)}, by what both sides said at ${madeAt}. Cutover never runs it.`,
    '-- From the switch on the old source (SOURCE) follows the new server (TARGET), so that going back loses nothing.',
    `-- Read it first. Run each step by itself, on the side that it names, and put the password in place of ${passwordPlaceholder}.`,
    ...steps.flatMap(({ on, when, statements }, index) => [
      '',
      `-- ${index + 1}. On the ${on.toUpperCase()}: ${oneLine(when)}.`,
      ...(statements.length === 0 ? ['-- Nothing to do.'] : statements),
    ]),
    '',
  ].join('\n');
}

/** A name may hold a line break, after which the rest of it would be a statement. */
function oneLine(text: string): string {
  return text.replaceAll(/[\r\n\u2028\u2029]+/g, ' ');
}
