import type { FreezeLight, FreezeProof, FreezeProofState, FreezeStanding } from '@cutover/contracts';
import type { FreezeStatements } from './freeze-proof-dialect.js';
import { asSentence } from '../failures/as-sentence.js';

type Told = Pick<FreezeProof, 'conclusion' | 'nextStep' | 'statement'>;
type Teller = (proof: FreezeProof, statements: FreezeStatements) => Told;

/** Pure: the proof with what of it counts, its conclusion and the one next step, as they follow from its lights. */
export function concluded(proof: FreezeProof, statements: FreezeStatements): FreezeProof {
  return { ...proof, standing: standingOf(proof), ...tellers[proof.state](proof, statements) };
}

/** How a proof ends by itself. */
export type ProofOutcome = Extract<FreezeProofState, 'passed' | 'failed' | 'unproven'>;

/** Pure: what the lights of a proof that has ended by itself come to. */
export function outcomeOf(lights: readonly FreezeLight[]): ProofOutcome {
  if (lights.some(({ state }) => state === 'red')) return 'failed';
  return lights.every(({ state }) => state === 'green') ? 'passed' : 'unproven';
}

/** Pure: what of a proof that passed counts at the moment; null: it has not passed. Not known is never `holds`. */
function standingOf({ state, after, freeze }: FreezeProof): FreezeStanding | null {
  if (state !== 'passed') return null;
  if (after?.isWatched === false) return 'unwatched';
  if (after?.strayWrites.firstSeenAt != null) return 'broken';
  if (after?.isSourceFrozen === false) return 'thawed';
  // The last light has just been looked at; the first look after it comes within seconds.
  if (after === null || (after.checkedAt === null && freeze.released === null)) return 'holds';
  return after.isSourceFrozen === true && after.strayWrites.transactions === '0' ? 'holds' : 'unknown';
}

const tellers: Readonly<Record<FreezeProofState, Teller>> = {
  running: (proof) => {
    const green = proof.lights.filter(({ state }) => state === 'green').length;
    // What can be done by hand before the freeze comes before the freeze.
    const early = proof.freeze.since === null ? proof.lights.find(hasStatement) : undefined;
    const light = early ?? proof.lights.find(({ state }) => state === 'running');
    const nextStep = light?.action ?? (light === undefined ? 'Wait.' : `Wait. ${light.message}`);
    return { conclusion: `Under way: ${green} of 7 green.`, nextStep, statement: light?.statement ?? null };
  },
  passed: (proof, statements) => passed[standingOf(proof) ?? 'unknown'](proof, statements),
  failed: (proof) => fromLight(proof, 'red', 'Do not switch'),
  unproven: (proof) => fromLight(proof, 'unknown', 'Cannot tell'),
  cancelled: (proof, statements) => ended(proof, statements, 'Cancelled: nothing is proved.'),
  interrupted: (proof, statements) =>
    ended(proof, statements, 'Interrupted: Cutover ended during the proof, so nothing is proved.'),
};

const passed: Readonly<Record<FreezeStanding, Teller>> = {
  holds: ({ freeze: { isHeld } }, { freeze, thaw }) => ({
    conclusion: 'All seven lights are green: nothing is lost if you switch now.',
    ...(isHeld
      ? {
          nextStep:
            'Keep the source frozen before our lock ends: run this on the source. Then open the target for writes and switch the application.',
          statement: freeze,
        }
      : {
          nextStep:
            'Run this on the target, so that it takes writes, and switch the application to it. Leave the source frozen.',
          statement: thaw,
        }),
  }),
  thawed: (_, { freeze }) => ({
    conclusion: 'The proof passed, and the source is not frozen any more. It had taken no write at the last look.',
    nextStep: 'If you are switching, run this on the source now, so that it is frozen. If not, stop the watch.',
    statement: freeze,
  }),
  broken: ({ after }, { freeze }) => {
    const count = after?.strayWrites.transactions;
    return {
      conclusion: `The proof does not hold any more: the old source took ${count ?? 'an unknown number of'} ${count === '1' ? 'transaction' : 'transactions'} after it.`,
      nextStep:
        'Stop whoever still writes to the source (freeze it), bring those rows to the target, and run the proof again. If this was a rehearsal, stop the watch.',
      statement: freeze,
    };
  },
  unknown: ({ after, freeze: { released } }, { freeze }) => ({
    conclusion:
      released === null
        ? asSentence(`The proof passed. Whether it still holds is not known: ${whyUnknown(after)}`)
        : 'The proof passed, and our lock on the source is gone. Whether the source was written since is not known yet.',
    nextStep: 'Do not switch yet. Run this on the source, so that it stays frozen, and wait until it is seen.',
    statement: freeze,
  }),
  unwatched: ({ after }) => ({
    conclusion:
      after?.strayWrites.firstSeenAt == null
        ? 'The proof passed, and its watch was stopped. Whether it still holds is not known.'
        : 'The proof passed and did not hold: the source was written after it. Its watch was stopped.',
    nextStep: 'Start the proof again before you switch.',
    statement: null,
  }),
};

function whyUnknown(after: FreezeProof['after']): string {
  return after?.strayWrites.reason ?? 'the source did not say whether it is frozen';
}

/** A proof that did not come to its end. */
function ended({ freeze }: FreezeProof, { thaw }: FreezeStatements, conclusion: string): Told {
  if (freeze.since === null)
    return { conclusion, nextStep: 'Start the proof again when you are ready.', statement: null };
  if (freeze.by === 'cutover')
    return {
      conclusion,
      nextStep: 'Start the proof again. Our lock is gone, so the source may have taken writes since.',
      statement: null,
    };
  return {
    conclusion,
    nextStep: 'Start the proof again, or let the application write to the source again (run this on the source).',
    statement: thaw,
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
