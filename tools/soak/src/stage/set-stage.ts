import { join } from 'node:path';
import { findFreePort, writeCutoverConfig } from '@cutover/lab';
import { SoakLoad } from '../load/soak-load.js';
import { roundEverySeconds } from '../oracle/limits.js';
import { QuietTime } from '../oracle/quiet-time.js';
import { Truth } from '../oracle/truth.js';
import type { Random } from '../random.js';
import { Api } from './api.js';
import { Confirmations } from './confirmations.js';
import { Journal } from './journal.js';
import { migration } from './migration.js';
import { OpenUndos } from './open-undos.js';
import type { SoakPair } from './pair.js';
import { soakTables } from './soak-rows.js';
import type { Stage } from './stage.js';

export interface StageOptions {
  readonly root: string;
  readonly random: Random;
  /** Where the configuration and the store lie. It goes with the lab. */
  readonly folder: string;
  /** Where what is written down stays. */
  readonly logFolder: string;
}

/** Begins to write to the tables of this pair, and starts the product. */
export async function setStage(pair: SoakPair, { root, random, folder, logFolder }: StageOptions): Promise<Stage> {
  const port = await findFreePort();
  const roundEveryMinutes = roundEverySeconds / 60;
  const configPath = writeCutoverConfig(join(folder, 'api'), pair.endpoints, {
    port,
    monitoring: {
      ...{ intervalSeconds: 1, proofWaitSeconds: 5, tableTimeoutSeconds: 30 },
      ...{ checksumIntervalMinutes: roundEveryMinutes, consistencyIntervalMinutes: roundEveryMinutes },
    },
    migration: { name: migration, ...pair.watched },
    sections: {
      alerts: { holdSeconds: 1, resolveSamples: 2 },
      // The tables are small: they are to be compared as often as the schedule says.
      verification: { maxLoadPercent: 100 },
    },
  });
  const api = new Api(root, configPath, port, logFolder);
  await api.start();
  return {
    ...{ pair, api, random },
    load: new SoakLoad(pair, random.fork()),
    oracle: { truth: new Truth(soakTables), quiet: new QuietTime(Date.now()) },
    confirmations: new Confirmations(pair),
    undos: new OpenUndos(),
    journal: new Journal(logFolder),
  };
}
