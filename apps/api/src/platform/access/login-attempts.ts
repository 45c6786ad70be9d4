import { RecentEntries } from './recent-entries.js';

interface Failures {
  count: number;
  blockedUntilMs: number;
}

/** How failures of one kind of key (an address, a user name) slow further attempts. */
export interface SlowdownPolicy {
  /** Failures without a wait: people mistype. */
  freeFailures: number;
  /** The wait doubles from 1 s with each further failure, up to this. */
  maxWaitMs: number;
}

/** One address trying many names or passwords. */
export const addressPolicy: SlowdownPolicy = { freeFailures: 5, maxWaitMs: 15 * 60_000 };
/** Many addresses trying one name; capped low, so that a stranger cannot keep an operator out for long. */
export const userPolicy: SlowdownPolicy = { freeFailures: 20, maxWaitMs: 30_000 };

/** Failures older than this are forgotten. */
const memoryMs = 60 * 60_000;
/** About 1 MB at most, however many addresses an attacker has. */
const maxKeys = 10_000;

/** Wait after the n-th failure, in milliseconds. */
export function waitAfter(failures: number, policy: SlowdownPolicy): number {
  if (failures <= policy.freeFailures) return 0;
  return Math.min(policy.maxWaitMs, 1000 * 2 ** Math.min(30, failures - policy.freeFailures - 1));
}

/** Remembers failed logins by key and says how long to wait. Times are monotonic milliseconds. */
export class LoginAttempts {
  private readonly failures = new RecentEntries<Failures>(maxKeys, memoryMs);

  constructor(private readonly policy: SlowdownPolicy) {}

  /** Whole seconds until this key may try again; 0: now. */
  waitSeconds(key: string, nowMs: number): number {
    const blockedUntilMs = this.failures.get(key, nowMs)?.blockedUntilMs ?? 0;
    return Math.max(0, Math.ceil((blockedUntilMs - nowMs) / 1000));
  }

  recordFailure(key: string, nowMs: number): void {
    const count = (this.failures.get(key, nowMs)?.count ?? 0) + 1;
    this.failures.set(key, { count, blockedUntilMs: nowMs + waitAfter(count, this.policy) }, nowMs);
  }

  forget(key: string): void {
    this.failures.delete(key);
  }
}
