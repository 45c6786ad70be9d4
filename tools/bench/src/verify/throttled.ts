import type { Lab } from '@cutover/lab';
import { median, percentile } from '../percentile.js';
import { pathOf, type BenchTable } from './bench-table.js';
import { oltpLatencies } from './oltp-latency.js';
import { startVerify } from './our-command.js';
import type { TimedProcess } from './timed-process.js';

/** Until a process that was just started has found its pace. */
const settlingMs = 2_000;

/** What an application's statements take on the source, with and without a verification beside them. */
export interface Slowdown {
  /** Medians over the phases of the 95th percentile of each, ms. */
  aloneP95Ms: number;
  besideP95Ms: number;
  /** Medians over the phases of the median of each, ms. */
  aloneMedianMs: number;
  besideMedianMs: number;
  statements: number;
}

export interface ThrottledPlan {
  root: string;
  config: string;
  table: BenchTable;
  rows: number;
  phaseMs: number;
  phases: number;
  maxLoadPercent: number;
}

/** Phases with and without a throttled verification take turns, so that a slow moment of the machine hits both. */
export async function measureSlowdown(lab: Lab, plan: ThrottledPlan): Promise<Slowdown> {
  const alone: number[][] = [];
  const beside: number[][] = [];
  const load = (): Promise<number[]> => oltpLatencies(lab, plan.table, plan.rows, plan.phaseMs);
  for (let phase = 0; phase < plan.phases; phase++) {
    alone.push(await load());
    const verifying = keepVerifying(plan);
    // Starting a process costs the machine something too, but only once in hours of verification.
    await oltpLatencies(lab, plan.table, plan.rows, settlingMs);
    beside.push(await load());
    await verifying.stop();
  }
  const of = (phases: readonly number[][], share: number): number =>
    median(phases.map((samples) => percentile(samples, share)));
  return {
    ...{ aloneP95Ms: of(alone, 0.95), besideP95Ms: of(beside, 0.95) },
    ...{ aloneMedianMs: of(alone, 0.5), besideMedianMs: of(beside, 0.5) },
    statements: alone.flat().length + beside.flat().length,
  };
}

/** One throttled verification after the other; a small table is done before the phase is. */
function keepVerifying({ root, config, table, maxLoadPercent }: ThrottledPlan): { stop(): Promise<void> } {
  let isStopping = false;
  let current: TimedProcess | null = null;
  const ended = (async () => {
    while (!isStopping) {
      current = startVerify(root, config, pathOf(table), ['--max-load', String(maxLoadPercent)]);
      const { code, errors } = await current.ended;
      // 130: it was interrupted, by us.
      if (code !== 0 && !(isStopping && code === 130))
        throw new Error(`A throttled verify ended with ${code}: ${errors}`);
    }
  })();
  ended.catch(() => undefined);
  return {
    stop: async () => {
      isStopping = true;
      current?.interrupt();
      await ended;
    },
  };
}
