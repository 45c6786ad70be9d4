import type { ChecksumResult } from '@cutover/contracts';
import { UserError } from '../../platform/failures.js';

/** An empty list would read as "no row differs"; so a mode that names no rows answers 404. Throws UserError always. */
export function differencesNotAvailable(result: ChecksumResult): never {
  const why =
    result.mode === 'table'
      ? 'it was compared in mode table, which does not name rows. ' +
        'Compare the rows with a tool that reads them by key, or copy the table again'
      : `it was compared in mode ${result.mode}; its differing rows are counted in the result and are not kept yet`;
  throw new UserError(404, 'DIFFERENCES_NOT_AVAILABLE', `"${result.table}" is ${result.verdict}; ${why}`);
}
