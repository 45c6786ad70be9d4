import { join } from 'node:path';
import type { Lab } from '@cutover/lab';
import { median, percentile } from '../percentile.js';
import { plainTable } from '../verify/bench-table.js';
import { oltpLatencies } from '../verify/oltp-latency.js';
import { timeByHand } from './by-hand.js';
import { backUp, startGuard } from './guard-process.js';

/** 95th percentile of the statements of an application on the source, ms: alone, and beside dumps. Medians over the rounds. */
export interface SourceCost {
  aloneMs: number;
  besideByHandMs: number;
  besideOursMs: number;
}

/** Shorter than a dump is. */
const phaseMs = 5_000;

/** An application alone, beside a dump by hand and beside a backup, in turn. `rows`: of the table that it works on. */
export async function sourceCost(
  lab: Lab,
  plan: { root: string; folder: string; rows: number; rounds: number },
): Promise<SourceCost> {
  const { root, folder, rows, rounds } = plan;
  const guard = await startGuard(lab, { root, folder: join(folder, 'cost') });
  const beside = async (work: () => Promise<unknown>): Promise<number> => {
    const [took] = await Promise.all([oltpLatencies(lab, plainTable, rows, phaseMs), work()]);
    return percentile(took, 0.95);
  };
  const [alone, byHand, ours]: [number[], number[], number[]] = [[], [], []];
  try {
    for (let round = 0; round < rounds; round++) {
      alone.push(await beside(() => Promise.resolve()));
      byHand.push(await beside(() => timeByHand(lab.endpoints.source, lab.database, folder)));
      ours.push(await beside(() => backUp(guard)));
    }
  } finally {
    await guard.stop();
  }
  return { aloneMs: median(alone), besideByHandMs: median(byHand), besideOursMs: median(ours) };
}
