import { engines } from '@cutover/databases';
import type { Marks } from '../../lag-dialect.js';
import type { SourceFacts, ToldSlot, ToldSubscription } from './read-facts.js';

const targetLog = 'end of the log of the target';

/** Counters begin anew with the slot, when somebody resets them, and after a crash of the source; the last two are told. */
const transactionsOf = ({ slot, counted_since }: ToldSlot): string => `transactions of ${slot} since ${counted_since}`;

/** Pure: what of this measurement is compared with the next one and not shown. A server that did not answer keeps its marks. */
export function marksOf(
  subscriptions: readonly ToldSubscription[] | null,
  source: SourceFacts | null,
  before: Marks,
): Marks {
  const { [targetLog]: logBefore, ...slotsBefore } = before;
  const log = subscriptions?.[0]?.target_log ?? logBefore;
  const slots = [...(source?.slots.values() ?? [])].flatMap((slot) =>
    slot.transactions === null ? [] : [[transactionsOf(slot), slot.transactions]],
  );
  return {
    ...(source === null ? slotsBefore : (Object.fromEntries(slots) as Marks)),
    ...(log === undefined ? {} : { [targetLog]: log }),
  };
}

/** After a crash the log ends a record earlier than it was written; a restored server stands further back. */
const tornRecordBytes = 2n ** 20n;

/** Pure: where the log of the target ended before, if that is past its end now; null: it is not, or nobody knows. */
export function logWentBack({ target_log: now }: ToldSubscription, before: Marks): string | null {
  const { count } = engines.postgres.positions;
  const was = before[targetLog];
  return was !== undefined && now !== null && count(was) - count(now) > tornRecordBytes ? was : null;
}

/** Pure: whether a slot has decoded less than it had before, so that it is another one of the same name. */
export function slotBeganAnew(slot: ToldSlot, before: Marks): boolean {
  const was = before[transactionsOf(slot)];
  return was !== undefined && slot.transactions !== null && BigInt(slot.transactions) < BigInt(was);
}
