import { killApi } from '../../actions/kill-api.js';
import { killSource, killTarget } from '../../actions/kill-server.js';
import { mendRow } from '../../actions/mend-row.js';
import { plantRow } from '../../actions/plant-row.js';
import { requestRun } from '../../actions/request-run.js';
import { truncateTable } from '../../actions/truncate-table.js';
import type { Action, SoakEngine } from '../../stage/stage.js';
import { alterColumn } from './actions/alter-column.js';
import { detachPartition } from './actions/detach-partition.js';
import { disableForAWhile } from './actions/disable-subscription.js';
import { killWalsender } from './actions/kill-walsender.js';
import { loseSlot } from './actions/lose-slot.js';
import { rebuild, rebuildTarget } from './actions/rebuild-target.js';
import { remakeSlot } from './actions/remake-slot.js';
import type { PostgresStage } from './postgres-stage.js';

const actions: readonly Action<PostgresStage>[] = [
  plantRow,
  mendRow,
  alterColumn,
  truncateTable,
  detachPartition,
  killApi,
  killSource,
  killTarget,
  killWalsender,
  disableForAWhile,
  remakeSlot,
  loseSlot,
  rebuildTarget,
  requestRun,
];

/** What is done to a pair of PostgreSQL. */
export const postgresEngine: SoakEngine<PostgresStage> = { actions, rebuild: (stage) => rebuild(stage, false) };
