import type { FreezeLight, FreezeLightId, FreezeProof } from '@cutover/contracts';
import { isDeepStrictEqual } from 'node:util';
import type { Clock } from '../platform/clock.js';
import type { FreezeStatements } from './freeze-proof-dialect.js';
import { concluded, type Moment } from './conclude-proof.js';

/** What is new of a light. */
export type LightChange = Partial<Pick<FreezeLight, 'state' | 'message' | 'action' | 'statement' | 'evidence'>>;

/** Holds one proof while it runs, and tells every change of it. */
export class ProofBoard {
  constructor(
    private proof: FreezeProof,
    private readonly statements: FreezeStatements,
    private readonly clock: Clock,
    /** How old what was seen of the source may be for it to count. */
    private readonly freshMs: Moment['freshMs'],
    private readonly publish: (proof: FreezeProof) => void,
  ) {}

  get current(): FreezeProof {
    return this.proof;
  }

  light(id: FreezeLightId): FreezeLight {
    return this.proof.lights.find((light) => light.id === id)!;
  }

  /** Sets a light. What it said before of an action or a statement is gone. */
  set(id: FreezeLightId, change: LightChange): void {
    const before = this.light(id);
    const now = this.clock.nowIso();
    const state = change.state ?? before.state;
    const isAtWork = state === 'waiting' || state === 'running';
    const after: FreezeLight = {
      ...before,
      ...{ action: null, statement: null },
      ...change,
      startedAt: before.startedAt ?? (state === 'waiting' ? null : now),
      endedAt: isAtWork ? null : state === before.state ? before.endedAt : now,
    };
    if (isDeepStrictEqual(after, before)) return;
    this.patch({ lights: this.proof.lights.map((light) => (light.id === id ? after : light)) });
  }

  patch(change: Partial<FreezeProof>): void {
    this.proof = concluded({ ...this.proof, ...change }, this.statements, {
      nowMs: this.clock.nowMs(),
      freshMs: this.freshMs,
    });
    this.publish(this.proof);
  }
}
