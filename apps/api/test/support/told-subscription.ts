import { composeLag, type CycleFacts } from '../../src/lag/dialects/postgres/compose-lag.js';
import type { Coverages } from '../../src/lag/dialects/postgres/read-coverage.js';
import type { SourceFacts, ToldSlot, ToldSubscription } from '../../src/lag/dialects/postgres/read-facts.js';
import type { LagMemory } from '../../src/lag/lag-dialect.js';
import type { PositionSample } from '../../src/lag/lag-history.js';

/** What a PostgreSQL pair tells in tests: one subscription that works and is 2 KiB behind, but for what the test says. */
export const subscription = (changes: Partial<ToldSubscription> = {}): ToldSubscription => ({
  ...{ id: '1', name: 'sub', database: 'shop', is_here: true, is_enabled: true, slot: 'sub', publications: ['pub'] },
  ...{ is_running: true, received: '0/1900', apply_errors: '0', sync_errors: '0' },
  ...{ skipped: null, target_log: '0/900000', missed_rows: null },
  initialSync: { tables: 3, ready: 3, pending: [] },
  ...changes,
});

export const slot = (changes: Partial<ToldSlot> = {}): ToldSlot => ({
  ...{
    position: '0/2000',
    is_standby: false,
    level: 'logical',
    publications: ['pub'],
    slot: 'sub',
    is_here: true,
    database: 'shop',
  },
  ...{
    is_active: true,
    wal_status: 'reserved',
    invalidation_reason: null,
    safe_bytes: null,
    confirmed: '0/1800',
    behind_bytes: '2048',
  },
  ...{ retained_bytes: '4096', not_sent_bytes: '48', replay_seconds: null, tls: true },
  ...{ transactions: '70', counted_since: 'start' },
  ...changes,
});

export const sourceOf = (slots: readonly ToldSlot[], changes: Partial<SourceFacts> = {}): SourceFacts => ({
  ...{
    position: '0/2000',
    isStandby: false,
    levelAdvice: null,
    passesOverMissing: false,
    publications: new Set(['pub']),
  },
  slots: new Map(slots.map((each) => [each.slot, each])),
  ...changes,
});

/** null: the side could not be asked. */
export interface Told {
  subscriptions?: ToldSubscription[] | null;
  source?: SourceFacts | null;
  coverages?: Coverages;
  history?: PositionSample[];
  memory?: LagMemory | undefined;
  /** UTC ISO text. */
  measuredAt?: string;
}

/** The measurement of what is told. */
export function lagOf(told: Told) {
  const { subscriptions = [subscription()], source = sourceOf([slot()]), history = [], memory } = told;
  const facts: CycleFacts = {
    subscriptions: subscriptions ? { isKnown: true, value: subscriptions } : { isKnown: false, reason: 'target away' },
    source: source ? { isKnown: true, value: source } : { isKnown: false, reason: 'source away' },
    coverages: { isKnown: true, value: told.coverages ?? new Map() },
    ...{
      history,
      memory: memory ?? null,
      thresholdSeconds: 10,
      measuredAt: told.measuredAt ?? '2026-11-20T03:00:00.000Z',
    },
    nowMs: 100_000,
  };
  return composeLag(facts);
}
