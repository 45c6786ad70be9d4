import { engines } from '@cutover/databases';
import { mayBeChangedSince, readDdlMoment } from '../../../proof/dialects/postgres/ddl-trace.js';
import type { ComparisonDialect } from '../../comparison/comparison-dialect.js';
import { noRepair } from '../../repair/no-repair.js';
import { estimateBytes, estimateRows } from './estimate-rows.js';
import { planOf } from './make-plan.js';
import { postgresLoad } from './server-load.js';

const { positions } = engines.postgres;

const noBarrier = 'a subscription that is disabled stands at no position of the source (PostgreSQL)';

/** How tables of PostgreSQL are compared and repaired. */
export const postgresComparison: ComparisonDialect = {
  obstacle: () => null,
  estimateRows,
  estimateBytes,
  // Readers and writers of rows never wait for each other.
  isLockedByReading: () => false,
  planOf,
  isEarlier: (position, other) => positions.count(position) < positions.count(other),
  notesOn: () => Promise.resolve([]),
  whySnapshotsMiss: () => Promise.resolve(null),
  ddl: { readMoment: readDdlMoment, mayBeChangedSince },
  barrier: { forbidden: () => noBarrier, open: () => Promise.reject(new Error(noBarrier)) },
  repair: noRepair('not built for PostgreSQL yet'),
  load: postgresLoad,
};
