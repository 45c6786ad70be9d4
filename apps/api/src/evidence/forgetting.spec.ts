import { registeredSources } from '../../test/support/all-checks.js';

/** Those that need not be told that other servers answer, and why. */
const exceptions: Readonly<Record<string, string>> = {
  connection: 'is of whoever answers',
  tables: 'is read before each comparison',
  pairHistory: 'tells it',
  heartbeat: 'is made anew every few seconds',
  lag: 'is made anew at every interval',
  checksums: 'knows the era of each proof',
  'verification-load': 'is of our own work',
  consistency: 'hears of it, and counts again',
  'freeze-proof': 'keeps on which servers it was made',
  'restorable-backup': 'is of our own store',
  notifications: 'is of no server',
};

it('of other servers is forgotten, wherever it is kept for longer than a few seconds', () => {
  const kept = registeredSources().filter(({ forget }) => forget === undefined);
  expect(kept.map(({ name }) => name).sort()).toEqual(Object.keys(exceptions).sort());
});
