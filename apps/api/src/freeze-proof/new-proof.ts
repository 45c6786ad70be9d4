import { randomUUID } from 'node:crypto';
import type { FreezeProof } from '@cutover/contracts';
import type { MigrationConfig } from '../config/config.schema.js';
import { waitingLights } from './light-titles.js';

/** What is known of a proof when it begins. */
type Beginning = Pick<FreezeProof, 'startedBy' | 'run' | 'startedAt' | 'budget' | 'servers' | 'verdict'> & {
  /** Cutover freezes the source. */
  byUs: boolean;
};

/** A proof that has just begun, under a new id. */
export function newProof({ name: migration, group }: MigrationConfig, { byUs, ...known }: Beginning): FreezeProof {
  return {
    ...{ id: randomUUID(), migration, group, state: 'running', finishedAt: null },
    ...{ conclusion: '', nextStep: '', statement: null, standing: null, lights: waitingLights() },
    freeze: { by: byUs ? 'cutover' : 'operator', since: null, isHeld: false, released: null },
    ...{ source: null, captured: null, after: null },
    ...known,
  };
}
