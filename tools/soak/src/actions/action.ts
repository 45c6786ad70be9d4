import type { Stage } from '../stage/stage.js';

/** One thing that may be done to the servers, to the rows, or to the product. Both servers and the API are up when it begins, and when it ends. */
export interface Action {
  readonly name: string;
  /** How often, against the other actions. */
  readonly weight: number;
  /** Does it, and resolves with what exactly was done; null: it was not possible now, and nothing was done. */
  run(stage: Stage): Promise<string | null>;
}
