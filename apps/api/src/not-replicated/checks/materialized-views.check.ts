import { leftBehindCheck } from '../left-behind-check.js';

/** A materialized view holds what its last REFRESH found, and a REFRESH does not replicate. */
export const materializedViewsCheck = leftBehindCheck({
  id: 'materialized-views',
  claim: 'No materialized view of the target is empty or old',
  blocks: 'when-failed',
  kinds: [
    {
      kind: 'unfilled-view',
      subject: 'never filled',
      ...{ outcome: 'fail', severity: 'WARNING' },
      message: (names, isOne) =>
        `${names} of the target ${isOne ? 'was' : 'were'} never filled: every query of ${isOne ? 'it' : 'them'} fails`,
      action: 'Fill it once the rows have come, and again in the freeze.',
    },
    {
      // Nothing tells when it was filled last. It is no reason against a switch that is tried; it is one step of it.
      kind: 'view-to-refresh',
      subject: 'refreshed in the freeze',
      ...{ outcome: 'unknown', severity: 'INFO' },
      message: (names, isOne) =>
        `${names} of the target ${isOne ? 'is' : 'are'} as old as the last REFRESH there, which the server does not tell`,
      action:
        'Refresh it in the freeze, or when the application may see what is a little older; CONCURRENTLY where it has a unique index and is read meanwhile.',
    },
  ],
});
