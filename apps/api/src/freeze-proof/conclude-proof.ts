import { proofStanding, type FreezeLight, type FreezeProof, type FreezeProofState } from '@cutover/contracts';
import type { FreezeStatements } from './freeze-proof-dialect.js';
import { asSentence } from '../failures/as-sentence.js';

type Told = Pick<FreezeProof, 'conclusion' | 'nextStep' | 'statement'>;

/** Pure: the proof with its conclusion and the one next step, as they follow from its lights. */
export function concluded(proof: FreezeProof, statements: FreezeStatements): FreezeProof {
  return { ...proof, ...tellers[proof.state](proof, statements) };
}

/** Pure: what the lights of a proof that has ended by itself come to. */
export function outcomeOf(lights: readonly FreezeLight[]): Extract<FreezeProofState, 'passed' | 'failed' | 'unproven'> {
  if (lights.some(({ state }) => state === 'red')) return 'failed';
  return lights.every(({ state }) => state === 'green') ? 'passed' : 'unproven';
}

const tellers: Readonly<Record<FreezeProofState, (proof: FreezeProof, statements: FreezeStatements) => Told>> = {
  running: (proof) => {
    const green = proof.lights.filter(({ state }) => state === 'green').length;
    // What can be done by hand before the freeze comes before the freeze.
    const early = proof.freeze.since === null ? proof.lights.find(hasStatement) : undefined;
    const light = early ?? proof.lights.find(({ state }) => state === 'running');
    const nextStep = light?.action ?? (light === undefined ? 'Wait.' : `Wait. ${light.message}`);
    return { conclusion: `Under way: ${green} of 7 green.`, nextStep, statement: light?.statement ?? null };
  },
  passed: (proof, { freeze, thaw }) => {
    const standing = proofStanding(proof);
    if (standing === 'left') return left(proof, freeze);
    if (standing === 'unseen')
      return {
        conclusion: 'The proof passed. Whether the source is still frozen is not known now.',
        nextStep: 'Do not switch yet. Run this on the source, so that it stays frozen, and wait until it is seen.',
        statement: freeze,
      };
    const conclusion = 'All seven lights are green: nothing is lost if you switch now.';
    if (proof.freeze.isHeld)
      return {
        conclusion,
        nextStep: 'Keep the source frozen before our lock ends: run this on the source. Then switch the application.',
        statement: freeze,
      };
    return {
      conclusion,
      nextStep:
        'Run this on the target, so that it takes writes, and switch the application to it. Leave the source frozen.',
      statement: thaw,
    };
  },
  failed: (proof) => fromLight(proof, 'red', 'Do not switch'),
  unproven: (proof) => fromLight(proof, 'unknown', 'Cannot tell'),
  cancelled: () => ({
    conclusion: 'Cancelled: nothing is proved.',
    nextStep: 'Let the application write to the source again, or start the proof again.',
    statement: null,
  }),
  interrupted: () => ({
    conclusion: 'Interrupted: Cutover ended during the proof, so nothing is proved.',
    nextStep: 'Start the proof again. A lock that Cutover held is gone: the source may have taken writes since.',
    statement: null,
  }),
};

/** A proof that passed, and whose source did not stay frozen. */
function left({ after }: FreezeProof, freeze: string): Told {
  const count = after?.strayWrites.transactions;
  if (after?.strayWrites.firstSeenAt === null || after === null)
    return {
      conclusion: 'The proof passed, and the source is not frozen any more. It has taken no write since.',
      nextStep: 'Freeze the source now, if you are switching. If not, stop the watch.',
      statement: freeze,
    };
  return {
    conclusion: `The proof does not hold any more: the old source took ${count ?? 'an unknown number of'} ${count === '1' ? 'transaction' : 'transactions'} after it.`,
    nextStep:
      'Stop whoever still writes to the source (freeze it), bring those rows to the target, and run the proof again. If this was a rehearsal, stop the watch.',
    statement: freeze,
  };
}

function hasStatement({ state, statement }: FreezeLight): boolean {
  return state === 'unknown' && statement !== null;
}

function fromLight({ lights }: FreezeProof, state: 'red' | 'unknown', verdict: string): Told {
  const light = lights.find((each) => each.state === state);
  const number = light === undefined ? '' : ` Light ${lights.indexOf(light) + 1}:`;
  return {
    conclusion: `${verdict}.${number} ${asSentence(light?.message ?? 'Not every light was looked at')}`,
    nextStep: light?.action ?? 'Remove the reason, and start the proof again.',
    statement: light?.statement ?? null,
  };
}
