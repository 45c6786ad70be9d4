import { roles } from '../../roles.js';
import { requirePrograms } from '../../server/programs.js';
import type { LabEngine } from '../engine.js';
import { shopAccount } from './accounts.js';
import { adminOptions, withClient } from './admin.js';
import { breaks } from './breaks/registry.js';
import { buildPair } from './build.js';
import { PostgresLab } from './postgres-lab.js';
import type { PostgresTypes } from './postgres-types.js';
import { readSubscription, waitUntilApplied, waitUntilReplicating } from './replication.js';
import { choosePlace } from './server/choose-place.js';
import { requirePostgres, rootOf } from './server/postgres-programs.js';
import { postgresProgram } from './server/postgres-program.js';
import { serverAccount } from './server/server-account.js';
import type { SlotState, SubscriptionState } from './subscription-state.js';
import { openWriterTo } from './transactions.js';

/** PostgreSQL 15 or later: a publisher and its subscriber. */
export const postgresEngine: LabEngine<PostgresTypes> = {
  title: 'PostgreSQL',
  pairTitle: 'a PostgreSQL source and a target that subscribes to it over TLS',
  sides: { source: 'publisher', target: 'subscriber' },
  breaks,
  downBreaks: { source: 'publisher-down', target: 'subscriber-down' },
  firstBreaks: ['subscription-disabled', 'apply-error'],
  leftToUser:
    'Nothing can see how the disk of PostgreSQL is encrypted: answer for it on the page (Readiness, "Waive …").',

  requirePrograms(state) {
    requirePrograms(['openssl']);
    for (const root of new Set(roles.map((role) => rootOf(state, role)))) requirePostgres(root);
    serverAccount();
  },

  chooseSocketFolder: choosePlace,
  open: (home, state) => new PostgresLab(home, state, postgresEngine),
  serverProgram: postgresProgram,
  build: buildPair,

  async resume(lab, { restarted, breaks: inForce }) {
    if (restarted.length > 0 && inForce.length === 0) await waitUntilReplicating(lab);
  },

  withAdmin: (place, role, work) => withClient(adminOptions(place, role), work),
  catchUp: waitUntilApplied,
  readReplication: readSubscription,
  describeReplication,

  // A session belongs to one database, and sees the schemas in it.
  watchedKeys: ({ database }) => ({ side: { database }, migration: { schemas: ['public'] } }),

  sentinelTable: null,

  writerOpener: (place) =>
    openWriterTo({ ...adminOptions(place, 'source'), user: shopAccount, password: place.state.shopPassword }),
};

function describeReplication(state: SubscriptionState): readonly string[] {
  const isWhole = state.tablesInSync === state.tables;
  const parts = [
    state.isEnabled ? 'enabled' : 'disabled',
    state.isWorkerRunning ? 'applies' : 'does not apply',
    isWhole ? `${state.tables} tables in sync` : `${state.tablesInSync} of ${state.tables} tables in sync`,
    describeSlot(state.slot),
  ];
  const errors = state.applyErrors + state.syncErrors;
  return errors === 0 ? [parts.join(', ')] : [parts.join(', '), `failed ${errors} times since it was made`];
}

function describeSlot(slot: SlotState | 'missing' | 'unknown'): string {
  if (slot === 'missing') return 'its slot is missing on the source';
  if (slot === 'unknown') return 'its slot unknown: the source does not run';
  return `slot ${slot.isActive ? 'active' : 'not active'} (${slot.walStatus}), ${slot.bytesBehind} bytes behind`;
}
