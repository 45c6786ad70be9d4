import { roles, type Role, type Statement } from '@cutover/contracts';
import type { Found } from './check.js';
import type { Evidence } from './evidence.js';

/** Statements for one side, in this order; null ones are left out. */
export function runOn(on: Role, ...statements: readonly (string | null | undefined)[]): Statement[] {
  return statements.flatMap((sql) => (sql === null || sql === undefined ? [] : [{ on, sql }]));
}

/**
 * Statements that need an administrator's right. On Amazon RDS nobody has it, and a parameter group or a procedure does the same:
 * none is offered there, nor where it is not known yet whether the side is on RDS.
 */
export function runAsAdmin({ rds }: Evidence, on: Role, ...statements: readonly (string | null)[]): Statement[] {
  const isOrdinary = rds === 'none' || (rds !== null && rds[on] === null);
  return isOrdinary ? runOn(on, ...statements) : [];
}

/** What to do in one text, statements included: for alerts and messages, which show nothing beside it. */
export function wholeAction({ action, statements = [] }: Pick<Found, 'action' | 'statements'>): string {
  const runs = roles.flatMap((role) => {
    const own = statements.filter(({ on }) => on === role).map(({ sql }) => sql);
    return own.length === 0 ? [] : [`Run on the ${role}: ${own.join(' ')}`];
  });
  return [action, ...runs].filter((text) => text !== '').join(' ');
}
