import { Injectable } from '@nestjs/common';
import type { Fault } from '@cutover/contracts';

/** Why the store does not work; its message is our own words. */
type StoreProblem = Omit<Fault, 'headline'>;

/** How the store is doing. */
export interface StoreStatus {
  /** False from a failed read or write until the next one that works. */
  isWorking: boolean;
  /** Last failure; kept after recovery. */
  lastFault: StoreProblem | null;
  lastFaultAt: string | null;
  /** Writes kept in memory until the store works again. */
  waitingWrites: number;
  /** Writes given up since start, because too many were waiting or they can never succeed. */
  lostWrites: number;
  /** What happened to the store at start that somebody should know: a damaged file was moved aside. null: nothing. */
  storeNotice: string | null;
}

/** Keeps the state of the store visible: a store that fails must never take monitoring down, nor fail in silence. */
@Injectable()
export class StoreHealth {
  private status: StoreStatus = {
    isWorking: true,
    lastFault: null,
    lastFaultAt: null,
    waitingWrites: 0,
    lostWrites: 0,
    storeNotice: null,
  };

  snapshot(): StoreStatus {
    return { ...this.status };
  }

  /** Returns true when this is a change: the store worked until now. */
  failed(fault: StoreProblem, nowIso: string): boolean {
    const isChange = this.status.isWorking;
    this.status = { ...this.status, isWorking: false, lastFault: fault, lastFaultAt: nowIso };
    return isChange;
  }

  /** Returns true when this is a change: the store failed until now. */
  worked(): boolean {
    const isChange = !this.status.isWorking;
    if (isChange) this.status = { ...this.status, isWorking: true };
    return isChange;
  }

  noteWaiting(waitingWrites: number, newlyLost: number): void {
    this.status = { ...this.status, waitingWrites, lostWrites: this.status.lostWrites + newlyLost };
  }

  notice(text: string): void {
    this.status = { ...this.status, storeNotice: text };
  }
}
