import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import {
  foldFreezeProofs,
  type FreezeProof,
  type FreezeProofGroup,
  type FreezeProofGroupAnswer,
  type StartGroupProof,
} from '@cutover/contracts';
import { CONFIG, type CutoverConfig } from '../../config/config.schema.js';
import { findGroup } from '../../config/find-migration.js';
import { UserError } from '../../failures/failures.js';
import { FreezeProofService } from '../freeze-proof.service.js';
import { refuseTogether, type RefusedDatabase } from './refuse-together.js';

/**
 * Freeze proofs of all databases of a migration, begun and ended together. Holds no state: each database has its own proof, and those
 * that were begun together have the same `run`, which the store keeps with them.
 */
@Injectable()
export class GroupProofsService {
  constructor(
    @Inject(CONFIG) private readonly config: CutoverConfig,
    private readonly proofs: FreezeProofService,
  ) {}

  /** The running or the last one of all databases. Throws UserError 404 GROUP_UNKNOWN. */
  answer(group: string): FreezeProofGroupAnswer {
    return { group, proof: this.folded(group) };
  }

  /**
   * Begins the proof of every database, or of none: where one cannot begin, the answer names it with the reason. Throws UserError 404
   * GROUP_UNKNOWN, and what `FreezeProofService.start` throws.
   */
  async start(group: string, { waitSeconds }: StartGroupProof, startedBy: string): Promise<FreezeProofGroup> {
    const parts = findGroup(this.config, group);
    // One lock of ours for each database of a server is nothing that anybody wants: who freezes is the operator.
    const request = { waitSeconds, freeze: false };
    const refused = parts.flatMap(({ name, database }): RefusedDatabase[] => {
      try {
        this.proofs.refuse(name, request);
        return [];
      } catch (reason) {
        return [{ database, reason }];
      }
    });
    if (refused.length > 0) throw refuseTogether(refused);
    const run = randomUUID();
    try {
      for (const { name } of parts) this.proofs.start(name, request, startedBy, run);
    } catch (error) {
      await this.end(parts.map(({ name }) => name).filter((name) => this.proofs.snapshot(name)?.run === run));
      throw error;
    }
    return this.known(group);
  }

  /**
   * Ends the proofs of all databases, those begun apart too, and the watch after them. Resolves when they have ended. Throws
   * UserError: 404 GROUP_UNKNOWN or PROOF_UNKNOWN, 409 PROOF_ENDED.
   */
  async stop(group: string): Promise<FreezeProofGroup> {
    const names = findGroup(this.config, group).map(({ name }) => name);
    this.known(group);
    if (!names.some((name) => isUnderWay(this.proofs.snapshot(name))))
      throw new UserError(409, 'PROOF_ENDED', 'The freeze proofs of all databases have ended already');
    await this.end(names);
    return this.known(group);
  }

  private async end(names: readonly string[]): Promise<void> {
    await Promise.all(
      names.map(async (name) => {
        // One that passed at this very moment is watched from now on: that ends too.
        while (isUnderWay(this.proofs.snapshot(name))) await this.proofs.stop(name);
      }),
    );
  }

  private known(group: string): FreezeProofGroup {
    const proof = this.folded(group);
    if (proof === null) throw new UserError(404, 'PROOF_UNKNOWN', 'No freeze proof of all databases was started yet');
    return proof;
  }

  private folded(group: string): FreezeProofGroup | null {
    const parts = findGroup(this.config, group);
    return foldFreezeProofs(
      group,
      parts.map(({ name, database }) => ({ migration: name, database, proof: this.proofs.snapshot(name) })),
    );
  }
}

function isUnderWay(proof: FreezeProof | null): boolean {
  return proof !== null && (proof.state === 'running' || proof.after?.isWatched === true);
}
