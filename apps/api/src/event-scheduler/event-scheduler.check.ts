import type { EventScheduler } from '@cutover/contracts';
import { nameSome } from '../checks/table-result.js';
import { nothingKnown, proven, type Check, type CheckReading, type Found } from '../evidence/check.js';
import { runOn } from '../evidence/suggest.js';

/** Whether the target runs any event while the scheduler is on; null: unknown. */
function runsAny({ enabled, hasWaiting }: EventScheduler): boolean | null {
  return enabled === null ? hasWaiting : enabled.total > 0;
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
  const runs = told.setting.toUpperCase() === 'ON' ? runsAny(told) : false;
  if (runs === false) return [];
  return [{ ...common, ...(runs ? running(told) : hidden(told)) }];
}

/** It has something to run. */
function running({ enabled, action, statement, grant }: EventScheduler): Pick<Found, Said> {
  const what = enabled === null ? 'it waits for an event that our account may not see' : `it runs ${namesOf(enabled)}`;
  const more = grant === null ? '' : ' To see which events, give our account the right.';
  return {
    ...{
      outcome: 'fail',
      severity: 'WARNING',
      action: `${action}${more}`,
      statements: runOn('target', statement, grant),
    },
    message: `The event scheduler of the target is on; ${what}. What an event writes there makes the target differ from the source`,
  };
}

/** It is on, and nobody shows us whether it has anything to run. */
function hidden({ action, statement, grant }: EventScheduler): Pick<Found, Said> {
  return {
    ...{ outcome: 'unknown', severity: 'INFO', statements: runOn('target', grant, statement) },
    message: 'The event scheduler of the target is on; whether it has an event to run is not visible to the account',
    action: `Give our account the right to see it. Or: ${action.charAt(0).toLowerCase()}${action.slice(1)}`,
  };
}

type Said = 'outcome' | 'severity' | 'message' | 'action' | 'statements';

/**
 * Until the application moves only replication may write to the target, and events of the source run on the source. A scheduler
 * that is on and has an event to run blocks: it may write at any moment, with the rights of its definer. The setting alone says
 * nothing: it is the default of MySQL, and events that replication brings are disabled there.
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
