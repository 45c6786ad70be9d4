import {
  freezeLightIds,
  type FreezeAftermath,
  type FreezeLight,
  type FreezeLightId,
  type FreezeLightState,
  type FreezeProof,
} from '@cutover/contracts';
import { newAftermath } from '../../src/freeze-proof/aftermath/watch-aftermath.js';
import { at } from './some-evidence.js';

/** All seven lights in one state, but for those that are named. */
export function lightsWith(
  state: FreezeLightState,
  others: Partial<Record<FreezeLightId, FreezeLightState>> = {},
): FreezeLight[] {
  return freezeLightIds.map((id) => ({
    ...{ id, state: others[id] ?? state, title: id, message: `Of ${id}.`, action: null, statement: null },
    ...{ evidence: [], startedAt: null, endedAt: null },
  }));
}

/** What is watched after a proof that passed, the source last seen frozen then, but for what the test says. */
export function anAftermath(frozenSeenAt: string, change: Partial<FreezeAftermath> = {}): FreezeAftermath {
  return { ...newAftermath(frozenSeenAt), ...change };
}

/** A proof that was just begun, but for what the test says. */
export function aProof(change: Partial<FreezeProof> = {}): FreezeProof {
  return {
    ...{
      id: 'p',
      migration: 'shop',
      group: null,
      run: null,
      state: 'running',
      standing: null,
      verdict: { answer: 'safe', against: [], againstCount: 0 },
      startedBy: 'ops',
      startedAt: at,
      finishedAt: null,
    },
    ...{ conclusion: '', nextStep: '', statement: null, lights: lightsWith('waiting') },
    freeze: { by: 'operator', since: null, isHeld: false, released: null },
    budget: { seconds: 300, elapsedMs: null, isRunning: false },
    ...{ servers: { source: 'S', target: 'T' }, source: null, captured: null, after: null },
    ...change,
  };
}
