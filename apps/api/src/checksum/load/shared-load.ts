import { Injectable } from '@nestjs/common';
import { LoadGate } from '../../proof/load-gate.js';
import { ScheduledLoad } from './scheduled-load.js';
import { Throttle } from './throttle.js';

/** Counting rows pauses as the rounds of verification do, and keeps to a share of the time of its own. */
@Injectable()
export class SharedLoad {
  constructor(gate: LoadGate, scheduled: ScheduledLoad, throttle: Throttle) {
    gate.add({
      reason: async (migration, isUrgent) =>
        (isUrgent ? null : scheduled.countingBudgetOf(migration)?.reason()) ?? throttle.reason(migration),
      note: (migration, tookMs) => scheduled.countingBudgetOf(migration)?.note(tookMs),
    });
  }
}
