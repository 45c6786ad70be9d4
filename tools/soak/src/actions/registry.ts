import type { Action } from './action.js';
import { alterColumn } from './alter-column.js';
import { alterIndex } from './alter-index.js';
import { delayReplication } from './delay-replication.js';
import { dropPartition } from './drop-partition.js';
import { exchangePartition } from './exchange-partition.js';
import { flushTables } from './flush-tables.js';
import { killApi } from './kill-api.js';
import { killSource, killTarget } from './kill-server.js';
import { mendRow } from './mend-row.js';
import { plantRow } from './plant-row.js';
import { rebuildTarget } from './rebuild-target.js';
import { renameSwap } from './rename-swap.js';
import { requestRun } from './request-run.js';
import { resolveBySkipping } from './resolve-by-skipping.js';
import { setGlobal } from './set-global.js';
import { skipEvent } from './skip-event.js';
import { stopReplication } from './stop-replication.js';
import { truncatePartition } from './truncate-partition.js';
import { truncateTable } from './truncate-table.js';

/** Everything that the soak does. A new one is a file and a line here. */
export const actions: readonly Action[] = [
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
  requestRun,
];
