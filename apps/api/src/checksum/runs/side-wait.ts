import { setTimeout as pause } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { roles, type ConnectionStatus } from '@cutover/contracts';
import { ConnectionsService } from '../../connections/connections.service.js';
import { Clock } from '../../platform/clock.js';

/** How often the state of the connections is looked at. It is known here: no statement is sent for it. */
const lookEveryMs = 500;

/** What one wait is bounded by. */
export interface SideWaitBounds {
  longestMs: number;
  /** Aborting ends the wait, which then rejects. */
  signal: AbortSignal;
  /** Why the run waits; null: it goes on. */
  onWait: (reason: string | null) => void;
}

/** Lets a run wait for a side that is away, in place of calling one table after the other unverified. */
@Injectable()
export class SideWait {
  constructor(
    private readonly connections: ConnectionsService,
    private readonly clock: Clock,
  ) {}

  /** True when a side is known to be away. */
  isAway(migration: string): boolean {
    return sideAway(this.connections.snapshot(migration)) !== null;
  }

  /**
   * Resolves with null once both sides are connected, or with a sentence about the side that is still away when
   * the time is over. Rejects when aborted.
   */
  async untilBothAnswer(migration: string, { longestMs, signal, onWait }: SideWaitBounds): Promise<string | null> {
    let away = sideAway(this.connections.snapshot(migration));
    if (away === null || longestMs === 0) return away;
    const endMs = this.clock.monotonicMs() + longestMs;
    const limit = `for at most ${minutesText(longestMs)}`;
    while (away !== null && this.clock.monotonicMs() < endMs) {
      onWait(`${away}; the run waits for it, ${limit}`);
      await pause(lookEveryMs, undefined, { signal });
      away = sideAway(this.connections.snapshot(migration));
    }
    onWait(null);
    return away;
  }
}

/** Pure: `10 min`. */
export function minutesText(ms: number): string {
  return `${Math.round(ms / 60_000)} min`;
}

/** Pure: a sentence without its full stop; null: both sides are connected. */
function sideAway(status: ConnectionStatus): string | null {
  const role = roles.find((each) => status[each].state !== 'up');
  if (role === undefined) return null;
  const { lastFault } = status[role];
  return `The ${role} does not answer${lastFault === null ? '' : ` (${lastFault.headline})`}`;
}
