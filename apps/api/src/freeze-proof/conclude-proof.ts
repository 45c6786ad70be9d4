import type {
  FreezeLight,
  FreezeProof,
  FreezeProofState,
  FreezeStanding,
  GroupOf,
  SwitchVerdict,
} from '@cutover/contracts';
import type { FreezeStatements } from './freeze-proof-dialect.js';
import { asSentence } from '../failures/as-sentence.js';
import { notLookedAtYet } from './aftermath/watch-aftermath.js';

type Told = Pick<FreezeProof, 'conclusion' | 'nextStep' | 'statement'>;
type Teller = (proof: FreezeProof, statements: FreezeStatements) => Told;

/** The moment of a conclusion, and how old what was seen of the source may be for it to count. */
export interface Moment {
  nowMs: number;
  freshMs: number;
}

/** Pure: the proof with what of it counts, its conclusion and the one next step, as they follow from what is known at this moment. */
export function concluded(proof: FreezeProof, statements: FreezeStatements, moment: Moment): FreezeProof {
  const now = { ...proof, standing: standingOf(proof, moment) };
  return { ...now, ...tellers[now.state](now, statements) };
}

/** How a proof ends by itself. */
export type ProofOutcome = Extract<FreezeProofState, 'passed' | 'failed' | 'unproven'>;

/** Pure: what the lights of a proof that has ended by itself come to. */
export function outcomeOf(lights: readonly FreezeLight[]): ProofOutcome {
  if (lights.some(({ state }) => state === 'red')) return 'failed';
  return lights.every(({ state }) => state === 'green') ? 'passed' : 'unproven';
}

/** Pure: what of a proof that passed counts at the moment; null: it has not passed. Not known is never `holds`. */
function standingOf(proof: FreezeProof, moment: Moment): FreezeStanding | null {
  const { state, after, verdict } = proof;
  if (state !== 'passed') return null;
  if (after?.isWatched === false) return 'unwatched';
  if (after?.strayWrites.firstSeenAt != null) return 'broken';
  if (after?.otherServer != null) return 'other-server';
  if (after?.isSourceFrozen === false) return 'thawed';
  if (!isSeenToHold(after, moment)) return 'unknown';
  return verdict?.answer === 'safe' || hasMoved(proof) ? 'holds' : 'withheld';
}

/**
 * Before the first look after the proof its own closing look counts, which saw the source frozen and its position unchanged. A look that
 * could not read what the source took is none of those: frozen is also another server that answers by its name.
 */
function isSeenToHold(after: FreezeProof['after'], { nowMs, freshMs }: Moment): boolean {
  if (after?.isSourceFrozen !== true || after.frozenSeenAt === null) return false;
  // Either way: a clock that was set back makes nothing fresh.
  const isFresh = Math.abs(nowMs - Date.parse(after.frozenSeenAt)) <= freshMs;
  const { transactions, reason } = after.strayWrites;
  return isFresh && (transactions === '0' || reason === notLookedAtYet);
}

/**
 * The target has taken writes of its own since: the application is there, and what readiness says of a pair is over. Where the source was
 * written they may be of the source: PostgreSQL does not tell what arrives from what is written there.
 */
function hasMoved({ after }: FreezeProof): boolean {
  return after?.rollbackLoss.firstSeenAt != null && after.strayWrites.firstSeenAt === null;
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
  passed: (proof, statements) => passed[proof.standing ?? 'unknown'](proof, statements),
  failed: (proof, statements) => fromLight(proof, 'red', 'Do not switch', statements),
  unproven: (proof, statements) => fromLight(proof, 'unknown', 'Cannot tell', statements),
  cancelled: (proof, statements) => ended(proof, statements, 'Cancelled: nothing is proved.'),
  interrupted: (proof, statements) =>
    ended(proof, statements, 'Interrupted: Cutover ended during the proof, so nothing is proved.'),
};

const passed: Readonly<Record<FreezeStanding, Teller>> = {
  holds: (proof, { freeze, openTarget }) => {
    if (hasMoved(proof))
      return {
        conclusion: 'All seven lights were green, and the target has taken writes of its own since.',
        nextStep:
          'If the application has moved, leave the source frozen. If it has not, do not switch: somebody else writes to the target.',
        statement: null,
      };
    if (proof.group !== null) return ofOneDatabase(proof, proof.group, openTarget);
    const conclusion = `All seven lights are green: nothing is lost if you switch now.${overBudget(proof)}`;
    if (proof.freeze.isHeld)
      return {
        conclusion,
        nextStep:
          'Keep the source frozen before our lock ends: run this on the source. Then open the target for writes and switch the application.',
        statement: freeze,
      };
    return {
      conclusion,
      nextStep:
        'Run this on the target, so that it takes writes, and switch the application to it. Leave the source frozen.',
      statement: openTarget,
    };
  },
  withheld: ({ verdict }) => ({
    conclusion:
      'All seven lights are green: the source stands still, and the target has reached it. That is not all that counts.',
    nextStep:
      verdict === null ? 'Do not switch yet: the answer is not known. It comes within seconds.' : against(verdict),
    statement: null,
  }),
  thawed: (_, { freeze }) => ({
    conclusion: 'The proof passed, and the source is not frozen any more. It had taken no write at the last look.',
    nextStep: 'If you are switching, run this on the source now, so that it is frozen. If not, stop the watch.',
    statement: freeze,
  }),
  'other-server': ({ after }) => ({
    conclusion: asSentence(`The proof passed, and does not hold any more: ${after?.otherServer ?? 'unknown why'}`),
    nextStep:
      'Do not switch on this proof. See which servers Cutover is connected to, and start the proof again on those that you switch between.',
    statement: null,
  }),
  broken: ({ after }, { freeze }) => {
    const count = after?.strayWrites.transactions ?? after?.strayWrites.lastKnown?.transactions;
    return {
      conclusion: `The proof does not hold any more: the old source took ${count ?? 'an unknown number of'} ${count === '1' ? 'transaction' : 'transactions'} after it.`,
      nextStep:
        'Stop whoever still writes to the source: run this on the source. Bring those rows to the target, and run the proof again. If this was a rehearsal, stop the watch.',
      statement: freeze,
    };
  },
  unknown: (proof, { freeze }) => {
    const conclusion = asSentence(
      `The proof passed at ${proof.finishedAt ?? 'an unknown time'}. Whether the source is still frozen, and was not written since, is unknown: ${whyUnknown(proof)}`,
    );
    // Frozen it is; whoever waited for that would wait for ever.
    if (proof.after?.isSourceFrozen === true && proof.after.strayWrites.reason !== null)
      return {
        conclusion,
        nextStep:
          'Do not switch yet, and leave the source frozen. Remove the reason that is named: the source is looked at again within seconds.',
        statement: null,
      };
    return {
      conclusion,
      nextStep:
        'Do not switch yet. If you are switching, run this on the source, so that it stays frozen, and wait until it is seen.',
      statement: freeze,
    };
  },
  unwatched: (proof, { thaw }) => {
    const { after, finishedAt, freeze } = proof;
    const conclusion =
      after?.strayWrites.firstSeenAt == null
        ? `Over: the proof passed at ${finishedAt ?? 'an unknown time'}, and its watch was stopped. Whether it still holds is not known.`
        : 'Over: the proof passed and did not hold, because the source was written after it. Its watch was stopped.';
    if (hasMoved(proof))
      return {
        conclusion,
        nextStep:
          'The target has taken writes of its own: if the application has moved, leave the source frozen. Start the proof again before any other switch.',
        statement: null,
      };
    // What the operator froze keeps writers waiting until the operator thaws it.
    return freeze.by === 'operator' && after?.isSourceFrozen !== false
      ? {
          conclusion,
          nextStep:
            'Start the proof again before you switch. If this was a rehearsal, let the application write to the source again: run this there.',
          statement: thaw,
        }
      : { conclusion, nextStep: 'Start the proof again before you switch.', statement: null };
  },
};

/** Whoever reads of one database may take it for all: nobody is told to switch by it. */
function ofOneDatabase(proof: FreezeProof, { name, database, count }: GroupOf, openTarget: string): Told {
  const conclusion = `All seven lights are green for the database ${database} alone, one of ${count} of ${name}. Nothing of it is lost in a switch; of the others this says nothing.${overBudget(proof)}`;
  const first =
    proof.run === null
      ? `Before you switch all of ${name}, start the freeze proof of all its databases.`
      : `Go by the freeze proof of all ${count} databases of ${name}: wait until that is green.`;
  return {
    conclusion,
    nextStep: `${first} To open this database, run this in it on the target. Leave the source frozen.`,
    statement: openTarget,
  };
}

const answers: Readonly<Record<SwitchVerdict['answer'], string>> = {
  safe: 'Safe',
  'not-safe': 'Not safe',
  'cannot-tell': 'Cannot tell',
};

function against({ answer, against: reasons, againstCount }: SwitchVerdict): string {
  const [first = 'something is unknown'] = reasons;
  const more = againstCount > 1 ? ` (and ${againstCount - 1} more)` : '';
  return asSentence(`Do not switch: the answer is ${answers[answer]}, because ${decapitalised(first)}${more}`);
}

/** Names of tables and settings stay as they are: only a plain first word of a sentence begins small. */
function decapitalised(text: string): string {
  return /^[A-Z][a-z]+ /.test(text) ? text.charAt(0).toLowerCase() + text.slice(1) : text;
}

/** Whether the application may wait for longer is for the operator to say; the proof is no less true. */
function overBudget({ budget: { seconds, elapsedMs, isRunning } }: FreezeProof): string {
  return isRunning && elapsedMs !== null && elapsedMs > seconds * 1000
    ? ` The freeze budget of ${seconds} s is over: writers have waited for longer than you allowed. Whether to switch all the same is yours to decide.`
    : '';
}

function whyUnknown({ after, freeze: { released } }: FreezeProof): string {
  if (after?.isSourceFrozen === null && released !== null)
    return `our lock is gone (${released}), and nobody has seen it since`;
  return after?.strayWrites.reason ?? 'it was not seen within the last looks';
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
    nextStep: 'Start the proof again, or let the application write again: run this on the source.',
    statement: thaw,
  };
}

function hasStatement({ state, statement }: FreezeLight): boolean {
  return state === 'unknown' && statement !== null;
}

function fromLight(proof: FreezeProof, state: 'red' | 'unknown', verdict: string, { thaw }: FreezeStatements): Told {
  const { lights, freeze } = proof;
  const light = lights.find((each) => each.state === state);
  const number = light === undefined ? '' : ` Light ${lights.indexOf(light) + 1}:`;
  const conclusion = `${verdict}.${number} ${asSentence(light?.message ?? 'Not every light was looked at')}`;
  const nextStep = light?.action ?? 'Remove the reason, and start the proof again.';
  const statement = light?.statement ?? null;
  // Our own lock is gone by now. What the operator froze keeps writers waiting until somebody thaws it.
  if (statement !== null || freeze.by !== 'operator' || freeze.since === null)
    return { conclusion, nextStep, statement };
  const meanwhile = 'Until then the application may write again: run this on the source.';
  return { conclusion, nextStep: `${asSentence(nextStep)} ${meanwhile}`, statement: thaw };
}
