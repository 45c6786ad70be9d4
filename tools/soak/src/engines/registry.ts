import { startLab, startPostgresLab } from '@cutover/lab';
import { runSoak, type SoakOptions } from '../run-soak.js';
import { setStage, type StageOptions } from '../stage/set-stage.js';
import type { Stage } from '../stage/stage.js';
import type { AnswerBook } from '../answers/answer-book.js';
import { mariadbEngine } from './mariadb/actions.js';
import { MariadbPair, makeTables as makeMariadbTables } from './mariadb/mariadb-pair.js';
import { postgresEngine } from './postgres/actions.js';
import { attestDisk } from './postgres/attest-disk.js';
import { PostgresPair, makeTables as makePostgresTables } from './postgres/postgres-pair.js';

/** A pair that was started, with its tables. */
export interface StartedPair {
  setStage(options: StageOptions): Promise<{ stage: Stage; run(options: SoakOptions): Promise<AnswerBook> }>;
  stop(): Promise<void>;
}

const rows = 20_000;

/** The engines that the soak runs on, by their names: each starts a pair in this folder. */
export const engines: Readonly<Record<string, (home: string) => Promise<StartedPair>>> = {
  mariadb: async (home) => {
    const lab = await startLab({ home, rows });
    return {
      setStage: async (options) => {
        await makeMariadbTables(lab);
        const stage = { ...(await setStage(new MariadbPair(lab), options)), lab };
        return { stage, run: (more) => runSoak(stage, mariadbEngine, more) };
      },
      stop: () => lab.stop(),
    };
  },
  postgres: async (home) => {
    const lab = await startPostgresLab({ home, rows });
    return {
      setStage: async (options) => {
        await makePostgresTables(lab);
        const stage = { ...(await setStage(new PostgresPair(lab), options)), lab };
        const run = async (more: SoakOptions): Promise<AnswerBook> => {
          await attestDisk(stage.api);
          return runSoak(stage, postgresEngine, more);
        };
        return { stage, run };
      },
      stop: () => lab.stop(),
    };
  },
};
