import type { ConnectionState, Fault } from '@cutover/contracts';
import type { RetryPlan } from './retry-delay.js';

/** What is known of one side's reachability. Instants are UTC ISO text. */
export interface ConnectionHealth {
  state: ConnectionState;
  since: string;
  latencyMs: number | null;
  lastSeenAt: string | null;
  lastFault: Fault | null;
  /** Consecutive failures; 0 while up. */
  failedAttempts: number;
}

/** A side that nobody has tried to reach yet. */
export function initialHealth(now: string): ConnectionHealth {
  return { state: 'connecting', since: now, latencyMs: null, lastSeenAt: null, lastFault: null, failedAttempts: 0 };
}

/** The side answered. The last fault stays, so that people can see why it was away. */
export function afterSuccess(health: ConnectionHealth, now: string, latencyMs: number): ConnectionHealth {
  return {
    ...health,
    state: 'up',
    since: health.state === 'up' ? health.since : now,
    latencyMs,
    lastSeenAt: now,
    failedAttempts: 0,
  };
}

/**
 * The side did not answer. One that was up is down at once: its last answer says nothing any more. One that never
 * answered keeps `connecting` until the attempts of the plan are used up.
 */
export function afterFailure(health: ConnectionHealth, now: string, fault: Fault, plan: RetryPlan): ConnectionHealth {
  const failedAttempts = health.failedAttempts + 1;
  const isStillTrying = health.state === 'connecting' && failedAttempts < plan.attemptsUntilDown;
  const state: ConnectionState = isStillTrying ? 'connecting' : 'down';
  return {
    ...health,
    state,
    since: state === health.state ? health.since : now,
    latencyMs: null,
    lastFault: fault,
    failedAttempts,
  };
}
