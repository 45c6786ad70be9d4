import type { Lab } from '@cutover/lab';
import type { SoakLoad } from '../load/soak-load.js';
import type { Oracle } from '../oracle/oracle.js';
import type { Random } from '../random.js';
import type { Api } from './api.js';
import type { Confirmations } from './confirmations.js';
import type { Journal } from './journal.js';
import type { OpenUndos } from './open-undos.js';

/** All that actions work on. */
export interface Stage {
  readonly lab: Lab;
  readonly api: Api;
  readonly load: SoakLoad;
  readonly oracle: Oracle;
  readonly random: Random;
  readonly confirmations: Confirmations;
  readonly undos: OpenUndos;
  readonly journal: Journal;
}
