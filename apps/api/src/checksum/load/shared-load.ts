import { Injectable } from '@nestjs/common';
import { LoadGate } from '../../proof/load-gate.js';
import { ScheduledLoad } from './scheduled-load.js';
import { Throttle } from './throttle.js';

/** Others that read whole tables by schedule have one budget with the rounds of verification, and pause as they do. */
@Injectable()
export class SharedLoad {
  constructor(gate: LoadGate, scheduled: ScheduledLoad, throttle: Throttle) {
    const budgetOf = (migration: string) => scheduled.budgetOf({ trigger: 'schedule', migration });
    gate.add({
      reason: async (migration) => budgetOf(migration)?.reason() ?? throttle.reason(migration),
      note: (migration, tookMs) => budgetOf(migration)?.note(tookMs),
    });
  }
}
