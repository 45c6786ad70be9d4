import { killApi } from '../../actions/kill-api.js';
import { killSource, killTarget } from '../../actions/kill-server.js';
import { mendRow } from '../../actions/mend-row.js';
import { plantRow } from '../../actions/plant-row.js';
import { requestRun } from '../../actions/request-run.js';
import { truncateTable } from '../../actions/truncate-table.js';
import type { SoakEngine, Stage } from '../../stage/stage.js';
import { alterColumn } from './actions/alter-column.js';
import { killWalsender } from './actions/kill-walsender.js';

/** What is done to a pair of PostgreSQL. */
export const postgresEngine: SoakEngine<Stage> = {
  actions: [plantRow, mendRow, alterColumn, truncateTable, killApi, killSource, killTarget, killWalsender, requestRun],
  rebuild: null,
};
