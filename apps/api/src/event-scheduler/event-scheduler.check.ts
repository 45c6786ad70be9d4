import type { EventScheduler } from '@cutover/contracts';
import { nameSome } from '../checks/tables/table-result.js';
import { nothingKnown, proven, type Check, type CheckReading, type Found } from '../evidence/check.js';

/** What the target runs while the scheduler is on, in words; null: nothing, which is known. */
function running({ enabled }: EventScheduler): string | null {
  if (enabled === null) return 'which events it runs is not visible to the account';
  return enabled.total === 0 ? null : `it runs ${namesOf(enabled)}`;
}

/** `a`, `a and b`, `a, b and 3 more`: of all events, also of those that are not listed. */
export function namesOf({ total, named }: NonNullable<EventScheduler['enabled']>): string {
  return total <= 2 ? nameSome(named) : `${named.slice(0, 2).join(', ')} and ${total - 2} more`;
}

function findIn(told: EventScheduler): Found[] {
  const common = { subject: 'target', evidence: told.measuredAt };
  if (told.setting === null) {
    const message = `Whether the target runs events by itself is unknown: ${told.reason ?? 'it did not say'}`;
    const action = 'Remove the reason: it is read again within seconds.';
    return [{ ...common, outcome: 'unknown', severity: 'INFO', message, action }];
  }
  const what = told.setting.toUpperCase() === 'ON' ? running(told) : null;
  if (what === null) return [];
  const message = `The event scheduler of the target is on; ${what}. What an event writes there makes the target differ from the source`;
  const more = told.grant === null ? '' : ` To see which events: ${told.grant}`;
  return [{ ...common, outcome: 'fail', severity: 'WARNING', message, action: `${told.action}${more}` }];
}

/**
 * Until the application moves only replication may write to the target, and events of the source run on the source. A scheduler
 * that is on blocks, unless it is known that no event is enabled: it may write at any moment, with the rights of its definer.
 */
export const eventSchedulerCheck: Check = {
  id: 'event-scheduler',
  engines: ['mariadb', 'mysql'],
  claim: 'The target runs no event by itself',
  blocks: 'unless-passed',
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
