import type { ChecksumResult } from '@cutover/contracts';
import { UserError } from '../platform/failures.js';

/** An empty list would read as "no row differs"; so a mode that names no rows answers 404. Throws UserError always. */
export function differencesNotAvailable(result: ChecksumResult): never {
  throw new UserError(
    404,
    'DIFFERENCES_NOT_AVAILABLE',
    `"${result.table}" is ${result.verdict}; it was compared in mode ${result.mode}, which does not name rows. ` +
      'Compare the rows with a tool that reads them by key, or copy the table again',
  );
}
