import type { Lab } from '@cutover/lab';
import type { Stage } from '../../stage/stage.js';

/** The stage of actions that are of MariaDB alone. */
export interface MariadbStage extends Stage {
  readonly lab: Lab;
}
