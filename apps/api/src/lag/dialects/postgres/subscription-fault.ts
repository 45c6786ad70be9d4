import type { ReplicationState } from '@cutover/contracts';
import { engines } from '@cutover/databases';
import { lossOf } from './lost-slot.js';
import type { SourceFacts, ToldSlot, ToldSubscription } from './read-facts.js';
import type { SeenBefore } from './seen-before.js';

/** What is wrong with a subscription, and what to do about it. */
export interface SubscriptionFault {
  state: ReplicationState;
  headline: string;
  action: string;
}

/** A subscription, and all that is known of it. */
export interface KnownSubscription {
  told: ToldSubscription;
  /** null: the source could not be asked. */
  source: SourceFacts | null;
  /** undefined: the source has none of that name, or could not be asked. */
  slot: ToldSlot | undefined;
  seen: SeenBefore;
}

/** A second failure within a minute: one alone may be a restart of the source. */
const fewestFailures = 2;

/** Pure: what is wrong; the first that fits counts, since it is the cause of those after it. null: nothing is. */
export function faultOf(known: KnownSubscription): SubscriptionFault | null {
  return slotFault(known) ?? lossFault(known) ?? workerFault(known) ?? missedRows(known.told);
}

/** It cannot read, or not from where it should. */
function slotFault({ told, source, slot }: KnownSubscription): SubscriptionFault | null {
  if (told.slot === null) return broken('It has no slot, so it reads from nowhere', beginAnew(told.name));
  if (source !== null && slot === undefined)
    return broken(
      `The source has no slot "${told.slot}": it was dropped, or the subscription reads from another server`,
      `If the host of the subscription is right: ${beginAnew(told.name)}`,
    );
  if (slot?.is_here === false)
    return broken(
      `Its slot "${told.slot}" belongs to the database ${slot.database ?? ''} of the source, not to the one that is configured`,
      'Correct source.database in the configuration, or the connection of the subscription.',
    );
  if (slot?.wal_status !== 'lost') return null;
  const { cause, prevention } = lossOf(slot.invalidation_reason);
  return broken(
    `Its slot "${told.slot}" is lost: ${cause}`,
    `${prevention}; ${beginAnew(told.name, { hasSlot: true })}`,
  );
}

/** It reads, and what it has is not what the source has. */
function lossFault({ told, source, slot, seen }: KnownSubscription): SubscriptionFault | null {
  const anew = beginAnew(told.name, { hasSlot: true });
  if (slot !== undefined && Number(slot.behind_bytes ?? 0) < 0)
    return broken(
      `The target has confirmed more (${slot.confirmed}) than the source has written (${slot.position}): the source was restored or failed over to an earlier state, and what it writes up to there is skipped`,
      `Find out which of the two servers is right. If it is the source: ${anew}`,
    );
  if (told.received !== null && source?.position != null && isBeyond(told.received, source.position))
    return broken(
      `The target has received more (${told.received}) than the source has written (${source.position}): it reads from another server, or the source was restored`,
      'Compare the host in the connection of the subscription (pg_subscription.subconninfo, as a superuser) with the source in the configuration.',
    );
  const missing = source === null ? [] : told.publications.filter((name) => !source.publications.has(name));
  if (missing.length > 0)
    return broken(
      `The source has no publication ${missing.map((name) => `"${name}"`).join(', ')}, which it reads: its changes do not come`,
      'Create it again on the source as it was, and copy anew what was written meanwhile: before PostgreSQL 18 nothing comes until it is there, 18 goes on without it.',
    );
  return seen.doubt === null ? null : broken(seen.doubt, `Compare the rows, or copy them anew: ${anew}`);
}

/** An UPDATE or DELETE whose row is not there is passed over without an error. */
function missedRows({ id, missed_rows }: ToldSubscription): SubscriptionFault | null {
  if (missed_rows === null || missed_rows === '0') return null;
  return broken(
    `${missed_rows} UPDATE or DELETE of the source found no row on the target: rows were missing there`,
    `The error log of the target names them (conflict=update_missing, delete_missing). Compare the rows and mend them, then begin the count anew there: SELECT pg_stat_reset_subscription_stats(${id});`,
  );
}

/** It could read, and nothing does, or not for long. */
function workerFault({ told, slot, seen }: KnownSubscription): SubscriptionFault | null {
  if (!told.is_enabled)
    return stopped(
      'The subscription is disabled',
      `If nobody disabled it on purpose (disable_on_error does it too: read the error log of the target first), run on the target: ALTER SUBSCRIPTION ${quote(told.name)} ENABLE;`,
    );
  if (seen.failures !== null && seen.failures.count >= fewestFailures)
    return broken(
      `Its worker fails again and again (${seen.failures.count} times, one after the other)`,
      'Read the error log of the target: it says why. Where it names a row, mend that row on the target, and it goes on by itself; otherwise see that it can connect and log in to the source.',
    );
  if (!told.is_running)
    return stopped(
      'The subscription is enabled, and no apply worker runs',
      'The error log of the target says why: it cannot connect or log in to the source, or max_logical_replication_workers is used up.',
    );
  if (slot?.is_active !== false) return null;
  return stopped(
    'The apply worker runs, and is not connected to the source',
    'It tries again by itself. If it stays so, the error log of the target says why.',
  );
}

/** A subscription whose slot is not there can be dropped only when it names none; one that is there, lost or not, goes with it. */
function beginAnew(name: string, { hasSlot } = { hasSlot: false }): string {
  const quoted = quote(name);
  const forget = `ALTER SUBSCRIPTION ${quoted} DISABLE; ALTER SUBSCRIPTION ${quoted} SET (slot_name = NONE); `;
  return (
    'what was written since is not kept, so the copy must be made anew. On the target: note down what ' +
    'SELECT subconninfo, subpublications FROM pg_subscription tells (as a superuser), then ' +
    `${hasSlot ? '' : forget}DROP SUBSCRIPTION ${quoted}; TRUNCATE its tables together, and CREATE SUBSCRIPTION again.`
  );
}

const quote = (name: string): string => engines.postgres.quoteIdentifier(name);

function isBeyond(position: string, other: string): boolean {
  const { count } = engines.postgres.positions;
  return count(position) > count(other);
}

function broken(headline: string, action: string): SubscriptionFault {
  return { state: 'broken', headline, action };
}

/** The server tries again by itself, or somebody meant it so. */
function stopped(headline: string, action: string): SubscriptionFault {
  return { state: 'stopped', headline, action };
}
