import type { Action, SoakEngine } from '../../stage/stage.js';
import type { MariadbStage } from './mariadb-stage.js';
import { alterColumn } from './actions/alter-column.js';
import { alterIndex } from './actions/alter-index.js';
import { delayReplication } from './actions/delay-replication.js';
import { dropPartition } from './actions/drop-partition.js';
import { exchangePartition } from './actions/exchange-partition.js';
import { flushTables } from './actions/flush-tables.js';
import { killApi } from '../../actions/kill-api.js';
import { killSource, killTarget } from '../../actions/kill-server.js';
import { mendRow } from '../../actions/mend-row.js';
import { plantRow } from '../../actions/plant-row.js';
import { rebuild, rebuildTarget } from './actions/rebuild-target.js';
import { renameSwap } from './actions/rename-swap.js';
import { requestRun } from '../../actions/request-run.js';
import { resolveBySkipping } from './actions/resolve-by-skipping.js';
import { setGlobal } from './actions/set-global.js';
import { skipEvent } from './actions/skip-event.js';
import { stopReplication } from './actions/stop-replication.js';
import { truncatePartition } from './actions/truncate-partition.js';
import { truncateTable } from '../../actions/truncate-table.js';
import { writeThenReadOnly } from './actions/write-then-read-only.js';
import { writeThenReset } from './actions/write-then-reset.js';

const actions: readonly Action<MariadbStage>[] = [
  plantRow,
  mendRow,
  alterColumn,
  alterIndex,
  renameSwap,
  truncateTable,
  truncatePartition,
  dropPartition,
  exchangePartition,
  killApi,
  killSource,
  killTarget,
  stopReplication,
  delayReplication,
  skipEvent,
  resolveBySkipping,
  rebuildTarget,
  setGlobal,
  flushTables,
  writeThenReset,
  writeThenReadOnly,
  requestRun,
];

/** What is done to a pair of MariaDB. */
export const mariadbEngine: SoakEngine<MariadbStage> = { actions, rebuild: (stage) => rebuild(stage, false) };
