import type { SoakLoad } from '../load/soak-load.js';
import type { Oracle } from '../oracle/oracle.js';
import type { Random } from '../random.js';
import type { Api } from './api.js';
import type { Confirmations } from './confirmations.js';
import type { Journal } from './journal.js';
import type { OpenUndos } from './open-undos.js';
import type { SoakPair } from './pair.js';

/** All that actions work on. */
export interface Stage {
  readonly pair: SoakPair;
  readonly api: Api;
  readonly load: SoakLoad;
  readonly oracle: Oracle;
  readonly random: Random;
  readonly confirmations: Confirmations;
  readonly undos: OpenUndos;
  readonly journal: Journal;
}

/** What an engine brings to the soak, beside its pair. */
export interface SoakEngine<S extends Stage> {
  /** Everything that is done to it. A new action is a file and a line there. */
  readonly actions: readonly Action<S>[];
  /** Makes the target anew where it cannot go on as it is. */
  readonly rebuild: (stage: S) => Promise<string>;
}

/** One thing that may be done to the servers, to the rows, or to the product. Both servers and the API are up when it begins, and when it ends. */
export interface Action<S extends Stage = Stage> {
  readonly name: string;
  /** How often, against the other actions. */
  readonly weight: number;
  /** Does it, and resolves with what exactly was done; null: it was not possible now, and nothing was done. */
  run(stage: S): Promise<string | null>;
}
