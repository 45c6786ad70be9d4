import type { WritesSince } from '@cutover/contracts';
import { aProof, lightsWith } from '../../test/support/a-freeze-proof.js';
import { afterRestart } from './after-restart.js';

const statements = {
  freeze: 'FREEZE',
  thaw: 'THAW',
  closeTarget: 'CLOSE',
  openTarget: 'OPEN',
  startReplication: 'START',
  showSessions: 'SHOW',
};
const at = '2026-01-01T00:00:00.000Z';
const moment = { nowMs: Date.parse(at), freshMs: 10_000 };

it('calls a proof that was under way interrupted: the light that was looked at is unknown, and nothing is proved', () => {
  const lights = lightsWith('green', { 'target-reached': 'running', 'sentinel-seen': 'waiting' });
  const proof = afterRestart(aProof({ state: 'running', lights }), statements, moment);
  expect(proof).toMatchObject({ state: 'interrupted', finishedAt: at, conclusion: expect.stringContaining('nothing') });
  expect(proof.lights.map(({ state }) => state)).toEqual([
    ...['green', 'green', 'green', 'unknown', 'waiting', 'green', 'green'],
  ]);
});

it('knows that a lock of ours went with the process, and that the clock of the budget is not kept', () => {
  const freeze = { by: 'cutover', since: at, isHeld: true, released: null } as const;
  const budget = { seconds: 60, elapsedMs: 5_000, isRunning: true };
  const unwritten: WritesSince = {
    ...{ transactions: '0', isLowerBound: false, logBytes: null, tables: [], isAllTables: true, sessions: null },
    ...{ firstSeenAt: null, lastKnown: null, reason: null },
  };
  const after = {
    isWatched: true,
    checkedAt: at,
    isSourceFrozen: true,
    frozenSeenAt: at,
    thawedAt: null,
    otherServer: null,
    strayWrites: unwritten,
    rollbackLoss: unwritten,
  };
  const passed = aProof({ state: 'passed', lights: lightsWith('green'), freeze, budget, after });
  const proof = afterRestart(passed, statements, moment);
  expect(proof).toMatchObject({ state: 'passed', freeze: { isHeld: false }, budget: { isRunning: false } });
  expect(proof.freeze.released).toContain('Cutover ended');
  // Nobody holds the source any more, and nobody has looked since: to switch now could lose what is written meanwhile.
  expect(proof).toMatchObject({ statement: 'FREEZE', nextStep: expect.stringContaining('Do not switch yet') });
  const frozen = { ...passed, freeze: { ...freeze, by: 'operator' as const, isHeld: false } };
  expect(afterRestart(frozen, statements, moment).statement).toBe('FREEZE');
});
