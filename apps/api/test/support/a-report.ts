import type { ReadinessReport } from '@cutover/contracts';
import { at } from './some-evidence.js';

/** A report of one table that is proved equal, but for what the test says. */
export function aReport(change: Partial<ReadinessReport> = {}): ReadinessReport {
  const side = { host: 'db', port: 3306, version: '10.11.6-MariaDB' };
  return {
    ...{ format: 'cutover-report/1', generatedAt: at, generatedBy: 'ops', product: 'Cutover 0.1.0' },
    ...{
      migration: 'shop',
      engine: 'mariadb',
      source: side,
      target: side,
      sections: [],
      timeline: [],
      alerts: [],
      alertsOmitted: 0,
    },
    verdict: {
      ...{ answer: 'safe', reasons: [], since: at, greenSince: at, waivers: [] },
      basis: {
        ...{ tablesWatched: 1, tablesEqual: 1, oldestProofAt: at, lagSeconds: 0, isLagLowerBound: false },
        ...{ skipped: [], notLookedAt: [] },
      },
    },
    ...change,
  };
}
