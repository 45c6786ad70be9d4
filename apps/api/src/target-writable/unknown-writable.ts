import type { ToldWritable } from './target-writable-dialect.js';

/** Nothing is known, for this reason. */
export function unknownWritable(reason: string): ToldWritable {
  return {
    ...{ guard: null, guardText: null, writers: null, administrators: null, isLogged: null, unloggedBecause: null },
    ...{ action: '', statement: null, accountsAction: '', grant: null, reason },
  };
}
