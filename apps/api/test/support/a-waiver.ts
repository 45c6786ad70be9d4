import type { Waiver } from '@cutover/contracts';
import { at } from './some-evidence.js';

/** A waiver that counts for a day from `at` on, but for what the test says. */
export function aWaiver(id: string, change: Partial<Waiver> = {}): Waiver {
  return {
    ...{ id, migration: 'shop', check: 'lag-threshold', subject: 'target', items: [], covers: 'fail' },
    ...{ by: 'ops', why: 'the nightly batch', from: at, until: '2026-01-02T00:00:00.000Z' },
    ...{ endedAt: null, revokedAt: null, revokedBy: null, isStanding: true },
    ...change,
  };
}
