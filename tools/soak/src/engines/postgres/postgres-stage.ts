import type { PostgresLab } from '@cutover/lab';
import type { Stage } from '../../stage/stage.js';

/** The stage of actions that are of PostgreSQL alone. */
export interface PostgresStage extends Stage {
  readonly lab: PostgresLab;
}
