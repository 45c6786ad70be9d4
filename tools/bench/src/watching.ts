import { join } from 'node:path';
import { findFreePort, startCutover, writeCutoverConfig, type Lab } from '@cutover/lab';
import { figureTable } from './figure.js';
import { measureSoak } from './soak.js';
import { measureStatementCost, widenShop } from './statement-cost.js';

const intervalSeconds = 5;

export interface WatchingPlan {
  root: string;
  folder: string;
  /** How long the API is watched. */
  minutes: number;
  /** Monitoring cycles over which statement time is measured. */
  cycles: number;
}

/** What monitoring costs: the source, this process, and the time to the dashboards. A Markdown table. */
export async function measureWatching(lab: Lab, { root, folder, minutes, cycles }: WatchingPlan): Promise<string> {
  await widenShop(lab);
  const port = await findFreePort();
  const config = writeCutoverConfig(join(folder, 'api'), lab.endpoints, { port, monitoring: { intervalSeconds } });
  const api = await startCutover(root, config, port);
  try {
    console.error(`Measuring statement time over ${cycles} cycles …`);
    const cost = await measureStatementCost(lab, intervalSeconds, cycles);
    console.error(`Watching the API with 100 sockets for ${minutes} min …`);
    return figureTable([...cost, ...(await measureSoak(lab, api, minutes))]);
  } finally {
    await api.stop();
  }
}
