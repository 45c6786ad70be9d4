import { migration } from '../stage/migration.js';
import { soakDatabase } from '../stage/soak-rows.js';
import type { Action } from '../stage/stage.js';

/** A verification is asked for: of all tables, or of one. */
export const requestRun: Action = {
  name: 'request-run',
  weight: 2,
  async run({ api, oracle, random }) {
    const table = `${soakDatabase}.${random.pick(oracle.truth.names.all())}`;
    const body = random.chance(0.5) ? {} : { tables: [table] };
    const started = await api.ask(`/api/migrations/${migration}/checksums/runs`, 'POST', body);
    return started === null ? null : JSON.stringify(body);
  },
};
