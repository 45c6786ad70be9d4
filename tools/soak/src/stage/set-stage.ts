import { join } from 'node:path';
import { freeLoopbackPort, grantsFor, roles, writeCutoverConfig, type Lab } from '@cutover/lab';
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
import { atticDatabase, createStatement, fillStatement, soakDatabase, soakTables } from './soak-tables.js';
import type { Stage } from './stage.js';

export interface StageOptions {
  readonly root: string;
  readonly random: Random;
  /** Where the configuration and the store lie. It goes with the lab. */
  readonly folder: string;
  /** Where what is written down stays. */
  readonly logFolder: string;
}

/** Makes the tables, begins to write, and starts the product. */
export async function setStage(lab: Lab, { root, random, folder, logFolder }: StageOptions): Promise<Stage> {
  await makeTables(lab);
  const port = await freeLoopbackPort();
  const roundEveryMinutes = roundEverySeconds / 60;
  const configPath = writeCutoverConfig(join(folder, 'api'), lab.endpoints, {
    port,
    monitoring: {
      ...{ intervalSeconds: 1, proofWaitSeconds: 5, tableTimeoutSeconds: 30 },
      ...{ checksumIntervalMinutes: roundEveryMinutes, consistencyIntervalMinutes: roundEveryMinutes },
    },
    migration: { name: migration, databases: [soakDatabase] },
    sections: {
      alerts: { holdSeconds: 1, resolveSamples: 2 },
      // The tables are small: they are to be compared as often as the schedule says.
      verification: { maxLoadPercent: 100 },
    },
  });
  const api = new Api(root, configPath, port, logFolder);
  await api.start();
  return {
    ...{ lab, api, random },
    load: new SoakLoad(lab, random.fork()),
    oracle: { truth: new Truth(soakTables.map(({ name }) => name)), quiet: new QuietTime(Date.now()) },
    confirmations: new Confirmations(lab),
    undos: new OpenUndos(),
    journal: new Journal(logFolder),
  };
}

async function makeTables(lab: Lab): Promise<void> {
  await lab.withAdmin('source', async (source) => {
    for (const database of [soakDatabase, atticDatabase]) await source.query(`CREATE DATABASE ${database}`);
    await source.query(`USE ${soakDatabase}`);
    for (const table of soakTables) {
      await source.query(createStatement(table, table.name));
      await source.query(fillStatement(table.name));
    }
    const parts = soakTables.find(({ name }) => name === 'parts')!;
    await source.query(createStatement({ ...parts, partitions: '' }, `${atticDatabase}.parts_out`));
  });
  for (const role of roles)
    await lab.withoutBinaryLog(role, async (root) => {
      for (const grant of grantsFor(role, soakDatabase)) await root.query(grant);
    });
  await lab.catchUp();
}
