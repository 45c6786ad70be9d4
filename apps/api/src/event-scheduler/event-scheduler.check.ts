import type { EventScheduler } from '@cutover/contracts';
import { nameSome } from '../checks/tables/table-result.js';
import { nothingKnown, proven, type Check, type CheckReading, type Found } from '../evidence/check.js';
import { runOn } from '../evidence/suggest.js';

/** `a`, `a and b`, `a, b and 3 more`: of all events, also of those that are not listed. */
export function namesOf({ total, named }: NonNullable<EventScheduler['enabled']>): string {
  return total <= 2 ? nameSome(named) : `${named.slice(0, 2).join(', ')} and ${total - 2} more`;
}

/** Events that are not named have no names to keep: any other number of them is news. */
function eventsOf({ enabled }: EventScheduler): string[] {
  if (enabled === null) return ['events that are not visible'];
  const more = enabled.total - enabled.named.length;
  return more > 0 ? [...enabled.named, `${more} more events`] : enabled.named;
}

function findIn(told: EventScheduler): Found[] {
  const common = { subject: 'target', evidence: told.measuredAt };
  if (told.setting === null) {
    const message = `Whether the target runs events by itself is unknown: ${told.reason ?? 'it did not say'}`;
    const action = 'Remove the reason: it is read again within seconds.';
    const statements = runOn('target', told.grant);
    return [{ ...common, outcome: 'unknown', severity: 'INFO', message, action, statements }];
  }
  const said = told.setting.toUpperCase() === 'ON' ? saidOf(told) : null;
  return said === null ? [] : [{ ...common, ...said, items: eventsOf(told) }];
}

/** What is said of a scheduler that is on; null: nothing will run, which is known. */
function saidOf(told: EventScheduler): Pick<Found, Said> | null {
  const { enabled, hasWaiting } = told;
  if (enabled !== null) return enabled.total === 0 ? null : running(told, enabled);
  return hasWaiting === false ? null : hidden(told);
}

/** Events that are known to be enabled. */
function running(
  { scheduler, action, statement }: EventScheduler,
  enabled: NonNullable<EventScheduler['enabled']>,
): Pick<Found, Said> {
  return {
    ...{ outcome: 'fail', severity: 'WARNING', action, statements: runOn('target', statement) },
    message: `${scheduler} of the target is on; it runs ${namesOf(enabled)}. ${whatFollows}`,
  };
}

/**
 * Nothing shows us its events. Its thread may wait for one that was disabled or dropped since, so that this proves nothing bad; it is
 * worth an alert all the same.
 */
function hidden({ scheduler, hasWaiting, action, statement, grant }: EventScheduler): Pick<Found, Said> {
  const what =
    hasWaiting === true
      ? 'it waits for an event that our account may not see, if that was not disabled since'
      : 'whether it has an event to run is not visible to our account';
  return {
    ...{ outcome: 'unknown', severity: hasWaiting === true ? 'WARNING' : 'INFO' },
    statements: runOn('target', grant, statement),
    message: `${scheduler} of the target is on; ${what}. ${whatFollows}`,
    action:
      grant === null
        ? action
        : `Give our account the right to see it. Or: ${action.charAt(0).toLowerCase()}${action.slice(1)}`,
  };
}

const whatFollows = 'What an event writes there makes the target differ from the source';

type Said = 'outcome' | 'severity' | 'message' | 'action' | 'statements';

/**
 * Until the application moves only replication may write to the target, and events of the source run on the source. A scheduler
 * that is on and has an event to run blocks: it may write at any moment, with the rights of its definer. The setting alone says
 * nothing: it is the default of MySQL, and events that replication brings are disabled there.
 */
export const eventSchedulerCheck: Check = {
  id: 'event-scheduler',
  claim: 'The target runs no event by itself',
  blocks: 'unless-passed',
  needs: 'target',
  policy: proven,
  judge: ({ 'event-scheduler': told }): CheckReading => {
    if (told === null) return nothingKnown;
    return {
      found: findIn(told),
      rest: 'pass',
      otherwise: () => (told.setting === null ? { kind: 'unknown' } : { kind: 'pass', evidence: told.measuredAt }),
    };
  },
};
