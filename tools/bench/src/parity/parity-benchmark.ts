import { setTimeout as delay } from 'node:timers/promises';
import { join } from 'node:path';
import type { ParityAnswer, ParityAreaState } from '@cutover/contracts';
import { findFreePort, startCutover, writeCutoverConfig, type CutoverProcess, type Lab } from '@cutover/lab';
import { figureTable } from '../figure.js';
import { median } from '../percentile.js';
import { makeCodeTables, paritySchema } from './code-tables.js';

export interface ParityPlan {
  root: string;
  folder: string;
  tables: number;
  rounds: number;
  tell: (line: string) => void;
}

/** The bounds that the comparison has to keep. */
const longestMs = 10_000;
const mostStatements = 20;
/** Longest wait for a reading: they rest for twenty times their own length. */
const limitMs = 600_000;

/** How long the definitions of a large schema take to compare, by the built product, as it says itself. */
export async function measureParity(lab: Lab, plan: ParityPlan): Promise<string> {
  const { root, folder, rounds, tell } = plan;
  tell(`Making ${plan.tables} tables with triggers and foreign keys on both sides …`);
  const { tables, missing } = await makeCodeTables(lab, plan.tables);
  const port = await findFreePort();
  const config = writeCutoverConfig(join(folder, 'parity'), lab.endpoints, {
    ...{ port, migration: { databases: [paritySchema] } },
    // Nothing beside it: a verification of these tables would measure the disk.
    monitoring: { checksumIntervalMinutes: 0, consistencyIntervalMinutes: 0 },
  });
  const api = await startCutover(root, config, port);
  try {
    const readings: ParityAreaState[] = [];
    for (let round = 0; round < rounds; round++) {
      tell(`Reading ${round + 1} of ${rounds} …`);
      readings.push(await nextReading(api, readings.at(-1)?.measuredAt ?? null));
    }
    const [last] = readings.slice(-1);
    const tookMs = median(readings.map((reading) => reading.tookMs));
    const statements = Math.max(...readings.flatMap((reading) => Object.values(reading.statements)));
    const objects = Object.values(last?.compared ?? {}).reduce((sum, number) => sum + number, 0);
    const found = last?.differences ?? 0;
    return figureTable([
      {
        what: `Comparison of ${tables} tables, ${objects} objects in all (median of ${rounds})`,
        ...{ measured: `${(tookMs / 1000).toFixed(2)} s`, bound: '≤ 10 s', isMet: tookMs <= longestMs },
      },
      {
        ...{ what: 'Statements a side', measured: String(statements) },
        ...{ bound: `≤ ${mostStatements}`, isMet: statements <= mostStatements },
      },
      {
        what: `Differences found, of ${missing} made`,
        ...{ measured: String(found), bound: `= ${missing}`, isMet: found === missing && last?.unknown.length === 0 },
      },
    ]);
  } finally {
    await api.stop();
  }
}

/** The first reading that is newer than `after`. */
async function nextReading(api: CutoverProcess, after: string | null): Promise<ParityAreaState> {
  const startedMs = performance.now();
  for (;;) {
    const answer = await fetch(`${api.url}/api/migrations/shop/parity?limit=1`).catch((error: unknown) => {
      throw new Error(`The API does not answer:\n${api.output().slice(-3000)}`, { cause: error });
    });
    const { areas } = (await answer.json()) as ParityAnswer;
    const schema = areas.find(({ area }) => area === 'schema');
    if (schema !== undefined && schema.measuredAt !== after) return schema;
    if (performance.now() - startedMs > limitMs) throw new Error('No reading of the schema within ten minutes');
    await delay(500);
  }
}
