import { roles, type ConnectionStatus, type FreezeProof, type StartFreezeProof } from '@cutover/contracts';
import type { MigrationConfig } from '../config/config.schema.js';
import { OperationalError, UserError } from '../failures/failures.js';
import { built, whyNotBuilt } from '../failures/not-built.js';
import { freezeProofDialects } from './dialects/registry.js';

/** What a proof of a migration would begin with. */
export interface ProofStart {
  allowFreeze: boolean;
  /** The last proof; undefined: there was none. */
  before: FreezeProof | undefined;
  /** Ids of the watched tables. */
  watched: readonly string[];
  servers: ConnectionStatus;
}

/**
 * Throws where no proof may start. UserError: 400 TABLE_UNKNOWN, 409 NOT_BUILT, PROOF_ACTIVE, FREEZE_NOT_ALLOWED, TARGET_WRITTEN;
 * OperationalError SIDE_DOWN where a side does not answer.
 */
export function refuseStart(
  { engine }: MigrationConfig,
  request: Omit<StartFreezeProof, 'waitSeconds'>,
  start: ProofStart,
): void {
  const { allowFreeze, before, watched, servers } = start;
  const obstacle = whyNotBuilt(freezeProofDialects[engine]);
  if (obstacle !== null) throw new UserError(409, 'NOT_BUILT', obstacle);
  if (before?.state === 'running')
    throw new UserError(409, 'PROOF_ACTIVE', 'A freeze proof is under way: wait for it to end, or cancel it first');
  const noLock = whyNotBuilt(built(freezeProofDialects[engine]).lock);
  if (request.freeze === true && noLock !== null) throw new UserError(409, 'FREEZE_NOT_ALLOWED', noLock);
  if (request.freeze === true && !allowFreeze)
    throw new UserError(
      409,
      'FREEZE_NOT_ALLOWED',
      'Cutover may not freeze the source: set readiness.freezeProof.allowFreeze to true, or freeze it yourself and start without freeze',
    );
  if (before?.after?.isWatched === true && before.after.rollbackLoss.firstSeenAt !== null)
    throw new UserError(
      409,
      'TARGET_WRITTEN',
      'The target took writes since the last proof: the application has moved, and another proof could only capture its position too late. If that proof was a rehearsal, stop its watch first',
    );
  refuseUnknownTables(new Set(watched), request.tables ?? []);
  for (const role of roles)
    if (servers[role].state !== 'up')
      throw new OperationalError(
        'SIDE_DOWN',
        `The ${role} does not answer, so nothing can be proved: the page of the migration says why, and what to do`,
      );
}

function refuseUnknownTables(watched: ReadonlySet<string>, tables: readonly string[]): void {
  const details = tables.flatMap((id, index) =>
    watched.has(id) ? [] : [{ path: `tables.${index}`, message: `"${id}" is not a watched table` }],
  );
  if (details.length > 0)
    throw new UserError(400, 'TABLE_UNKNOWN', 'Some of these tables are not watched: write them as db.table', details);
}
