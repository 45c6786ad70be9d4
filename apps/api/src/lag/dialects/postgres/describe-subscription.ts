import type { ReplicationChannel, ReplicationSlot, ReplicationState, Subscription } from '@cutover/contracts';
import { engines } from '@cutover/databases';
import { lossOf } from './lost-slot.js';
import type { SourceFacts, ToldSlot, ToldSubscription } from './read-facts.js';

/** What is wrong with a subscription, and what to do about it. */
interface Fault {
  state: ReplicationState;
  headline: string;
  action: string;
}

const quote = (name: string): string => engines.postgres.quoteIdentifier(name);

/**
 * Pure: a subscription as the user sees it.
 * @param source null: it could not be asked
 * @param previous the same one in the measurement before
 */
export function describeSubscription(
  told: ToldSubscription,
  source: SourceFacts | null,
  previous: Subscription | undefined,
): ReplicationChannel {
  const toldSlot = told.slot === null ? undefined : source?.slots.get(told.slot);
  const subscription = subscriptionOf(told, toldSlot);
  const fault = faultOf(told, source, toldSlot, failedSince(subscription, previous));
  const isConnected = told.is_running && toldSlot?.is_active !== false;
  return {
    name: told.name,
    state: fault?.state ?? runningState(subscription.slot),
    sourceHost: null,
    sourcePort: null,
    receiver: isConnected ? 'running' : told.is_enabled ? 'connecting' : 'stopped',
    applier: told.is_running ? 'running' : told.is_enabled && source === null ? 'unknown' : 'stopped',
    secondsBehind: numberOf(toldSlot?.replay_seconds),
    delaySeconds: 0,
    tls: toldSlot?.tls ?? null,
    lastError: null,
    headline: fault?.headline ?? null,
    action: fault?.action ?? null,
    subscription,
  };
}

function subscriptionOf(told: ToldSubscription, slot: ToldSlot | undefined): Subscription {
  return {
    isEnabled: told.is_enabled,
    publications: told.publications,
    slotName: told.slot,
    slot: slot === undefined ? null : slotOf(slot),
    applyErrors: numberOf(told.apply_errors),
    syncErrors: numberOf(told.sync_errors),
    initialSync: { ...told.initialSync, action: told.initialSync.tables === 0 ? addTables(told.name) : null },
  };
}

function addTables(name: string): string {
  return `Add tables to its publication on the source, then run on the target: ALTER SUBSCRIPTION ${quote(name)} REFRESH PUBLICATION;`;
}

const raiseLimit =
  "Raise the limit on the source now, if its disk has the space: ALTER SYSTEM SET max_slot_wal_keep_size = '…'; SELECT pg_reload_conf(); then let the target catch up.";

function slotOf(told: ToldSlot): ReplicationSlot {
  return {
    name: told.slot,
    isActive: told.is_active === true,
    walStatus: told.wal_status,
    behindBytes: bytesOf(told.behind_bytes),
    retainedBytes: bytesOf(told.retained_bytes),
    safeWalBytes: numberOf(told.safe_bytes),
    action: told.safe_bytes === null && told.wal_status !== 'unreserved' ? null : raiseLimit,
  };
}

/** A worker that runs and has confirmed everything is idle; how far one is whose slot is unknown is unknown. */
function runningState(slot: ReplicationSlot | null): ReplicationState {
  if (slot === null || slot.behindBytes === null) return 'unknown';
  return slot.behindBytes > 0 ? 'applying' : 'idle';
}

/** Errors since the measurement before. 0 also where the counters began anew, or are not told. */
function failedSince(now: Subscription, previous: Subscription | undefined): number {
  const since = (after: number | null, before: number | null | undefined): number =>
    after === null || before === null || before === undefined ? 0 : Math.max(0, after - before);
  return since(now.applyErrors, previous?.applyErrors) + since(now.syncErrors, previous?.syncErrors);
}

/** What is wrong; the first that fits counts, since it is the cause of those after it. null: nothing is. */
function faultOf(
  told: ToldSubscription,
  source: SourceFacts | null,
  slot: ToldSlot | undefined,
  newErrors: number,
): Fault | null {
  if (told.slot === null) return fault('broken', 'It has no slot, so it reads from nowhere', beginAnew(told.name));
  if (source !== null && slot === undefined)
    return fault(
      'broken',
      `The source has no slot "${told.slot}": it was dropped, or the subscription reads from another server`,
      `If the host of the subscription is right: ${beginAnew(told.name)}`,
    );
  if (slot?.is_here === false)
    return fault(
      'broken',
      `Its slot "${told.slot}" belongs to the database ${slot.database ?? ''} of the source, not to the one that is configured`,
      'Correct source.database in the configuration, or the connection of the subscription.',
    );
  if (slot?.wal_status === 'lost') {
    const { cause, prevention } = lossOf(slot.invalidation_reason);
    return fault(
      'broken',
      `Its slot "${told.slot}" is lost: ${cause}`,
      `${prevention}; ${beginAnew(told.name, { hasSlot: true })}`,
    );
  }
  if (!told.is_enabled)
    return fault(
      'stopped',
      'The subscription is disabled',
      `If nobody disabled it on purpose (disable_on_error does it too: read the error log of the target first), run on the target: ALTER SUBSCRIPTION ${quote(told.name)} ENABLE;`,
    );
  if (newErrors > 0 || (!told.is_running && Number(told.apply_errors ?? 0) > 0)) return failing(told);
  if (told.is_running) return slot?.is_active === false ? notConnected : null;
  return fault(
    'stopped',
    'The subscription is enabled, and no apply worker runs',
    'The error log of the target says why: it cannot connect or log in to the source, or max_logical_replication_workers is used up.',
  );
}

/** The server tries again by itself; the worker may not have noticed yet. */
const notConnected = fault(
  'stopped',
  'The apply worker runs, and is not connected to the source',
  'It tries again by itself. If it stays so, the error log of the target says why.',
);

/** The text of an error stands in the log alone: PostgreSQL shows none. */
function failing({ name, apply_errors, sync_errors }: ToldSubscription): Fault {
  const failures = Number(apply_errors ?? 0) + Number(sync_errors ?? 0);
  return fault(
    'broken',
    `Its worker fails again and again (${failures} times since the counters began)`,
    `Read the error log of the target: it names the table, the row and the LSN. Mend that row on the target, and it goes on by itself. ALTER SUBSCRIPTION ${quote(name)} SKIP (lsn = …) would lose a whole transaction.`,
  );
}

/** A subscription whose slot is not there can be dropped only when it names none; one that is there, lost or not, goes with it. */
function beginAnew(name: string, { hasSlot } = { hasSlot: false }): string {
  const quoted = quote(name);
  const forget = `ALTER SUBSCRIPTION ${quoted} DISABLE; ALTER SUBSCRIPTION ${quoted} SET (slot_name = NONE); `;
  return (
    'what was written since is not kept, so the copy must be made anew. On the target: ' +
    `${hasSlot ? '' : forget}DROP SUBSCRIPTION ${quoted}; empty the tables, and CREATE SUBSCRIPTION again.`
  );
}

function fault(state: ReplicationState, headline: string, action: string): Fault {
  return { state, headline, action };
}

/** A position that is past the end of another moment is no distance. */
function bytesOf(text: string | null | undefined): number | null {
  const bytes = numberOf(text);
  return bytes === null ? null : Math.max(0, bytes);
}

function numberOf(text: string | null | undefined): number | null {
  return text === null || text === undefined ? null : Number(text);
}
