import type { DatabaseProof, FreezeProofGroup } from './freeze-proof-group.js';
import type { FreezeLightState, FreezeProof, FreezeProofState, FreezeStanding } from './freeze-proof.js';

/** One database of a migration, with its last freeze proof; null: none, or none that was heard of. */
export interface ProvedDatabase {
  migration: string;
  database: string;
  proof: FreezeProof | null;
}

/** Steps that are of all databases, whichever of them asks for it. */
const startAll = 'Start the proof of all databases again.';
const keepFrozen = 'Keep all databases frozen, and start the proof of all of them again.';

/** What is in the way comes first. */
const rank: Readonly<Record<FreezeLightState, number>> = { red: 0, unknown: 1, waiting: 2, running: 3, green: 4 };

const stateLights: Readonly<Record<Exclude<FreezeProofState, 'passed'>, FreezeLightState>> = {
  ...{ running: 'running', failed: 'red', unproven: 'unknown', cancelled: 'unknown', interrupted: 'unknown' },
};

const standingLights: Readonly<Record<Exclude<FreezeStanding, 'withheld'>, FreezeLightState>> = {
  ...{ holds: 'green', thawed: 'red', broken: 'red', 'other-server': 'unknown', unknown: 'unknown' },
  unwatched: 'unknown',
};

/**
 * Pure: the freeze proofs of all databases of a migration as one; null: none was begun for all of them. It is green only where the
 * last proof of every database was begun with the others and holds, where none was seen thawed since it was proved, and where each was
 * looked at after the last of them was proved: then there was a moment at which all stood still, and nothing was written since.
 *
 * `databases`: all of the migration. `count`: how many it has; of those that are missing nothing is known.
 */
export function foldFreezeProofs(
  group: string,
  databases: readonly ProvedDatabase[],
  count = databases.length,
): FreezeProofGroup | null {
  const [begun] = databases
    .flatMap(({ proof }) => (proof === null || proof.run === null ? [] : [proof]))
    .sort((a, b) => (a.startedAt < b.startedAt ? 1 : -1));
  if (begun === undefined) return null;
  const { run } = begun;
  const proofs = databases.flatMap(({ proof }) => (proof?.run === run ? [proof] : []));
  const told = databases.map((each) => databaseProof(each, run)).sort((a, b) => rank[a.light] - rank[b.light]);
  const since = proofs.flatMap(({ freeze }) => (freeze.since === null ? [] : [freeze.since])).sort();
  return {
    ...{ group, run: begun.run ?? '', startedBy: begun.startedBy, startedAt: begun.startedAt },
    isRunning: proofs.some(({ state }) => state === 'running'),
    leftFrozen: told
      .filter(({ migration }) => proofs.some((each) => each.migration === migration && isLeftFrozen(each)))
      .map(({ database }) => database),
    isWatched: proofs.some(({ after }) => after?.isWatched === true),
    ...{ frozenSince: since[0] ?? null, budgetSeconds: begun.budget.seconds, databases: told },
    isOverBudget: proofs.some(isOverBudget),
    ...tell({ group, told, proofs, missing: Math.max(0, count - databases.length) }),
  };
}

function databaseProof({ migration, database, proof }: ProvedDatabase, run: string | null): DatabaseProof {
  if (proof?.run !== run)
    return {
      ...{ migration, database, light: 'unknown', state: null, standing: null, greenLights: 0, statement: null },
      conclusion:
        proof === null
          ? 'It was not proved together with the others.'
          : 'Its last proof was begun apart from the others, so it is not of the same freeze.',
      nextStep: startAll,
    };
  const { state, standing, conclusion, nextStep, statement, lights } = proof;
  const greenLights = lights.filter((light) => light.state === 'green').length;
  const known = { migration, database, state, standing, greenLights };
  // It may hold by itself, when nothing was written meanwhile: but then the proofs are not of one freeze.
  if (standing === 'holds' && proof.after?.thawedAt != null)
    return {
      ...{ ...known, light: 'red', statement: null },
      conclusion: 'It was not frozen for a time after its proof, so the proofs are not all of one freeze.',
      nextStep: keepFrozen,
    };
  return { ...known, light: freezeProofLight(proof), conclusion, nextStep, statement };
}

/** Pure: one light for all that a proof comes to. Green is that it holds. */
export function freezeProofLight({ state, standing, verdict }: FreezeProof): FreezeLightState {
  if (state !== 'passed') return stateLights[state];
  if (standing === 'withheld') return verdict?.answer === 'not-safe' ? 'red' : 'unknown';
  return standing === null ? 'unknown' : standingLights[standing];
}

/** The operator froze it, it was not seen thawed since, and the application has not moved: nothing but the freeze keeps it waiting. */
function isLeftFrozen({ freeze, after }: FreezeProof): boolean {
  if (freeze.by !== 'operator' || freeze.since === null) return false;
  if (after === null) return true;
  // What was written to the source arrives on the target: PostgreSQL does not tell that from writes of its own.
  const hasMoved = after.rollbackLoss.firstSeenAt !== null && after.strayWrites.firstSeenAt === null;
  return after.isSourceFrozen !== false && !hasMoved;
}

interface Folding {
  group: string;
  told: readonly DatabaseProof[];
  proofs: readonly FreezeProof[];
  /** Databases of which nothing was heard. */
  missing: number;
}

type Told = Pick<FreezeProofGroup, 'light' | 'conclusion' | 'nextStep' | 'statement'>;

function tell(folding: Folding): Told {
  const { told, missing } = folding;
  const worst = told[0]?.light ?? 'unknown';
  if (worst === 'red') return inTheWay(folding, 'red');
  if (missing > 0) return notHeardOf(missing);
  if (worst === 'green') return allHold(folding);
  return worst === 'running' ? underWay(folding) : inTheWay(folding, 'unknown');
}

/** Some databases keep from switching: which, and what to do about the first kind of them. */
function inTheWay({ told }: Folding, light: 'red' | 'unknown'): Told {
  const bad = told.filter((each) => each.light === light);
  const word = light === 'red' ? 'Do not switch' : 'Cannot tell';
  const isOneReason = bad.length === told.length && new Set(bad.map(({ conclusion }) => conclusion)).size === 1;
  const conclusion = isOneReason
    ? `All ${told.length} databases: ${bad[0]?.conclusion ?? ''}`
    : `${word}: ${namesOf(bad)} ${bad.length === 1 ? 'stands' : 'stand'} in the way, of ${told.length} databases.`;
  return { light, conclusion, ...stepOf(bad) };
}

function notHeardOf(missing: number): Told {
  return {
    ...{ light: 'unknown', statement: null },
    conclusion: `Cannot tell: nothing was heard of ${missing} ${missing === 1 ? 'database' : 'databases'}.`,
    nextStep: 'Wait: the page asks for it.',
  };
}

function underWay({ told }: Folding): Told {
  const running = told.filter(({ light }) => light === 'running');
  const green = told.length - running.length;
  return {
    ...{ light: 'running', conclusion: `Under way: ${green} of ${told.length} databases proved.` },
    // What is to be done comes before what is waited for.
    ...stepOf([...running].sort((a, b) => Number(b.statement !== null) - Number(a.statement !== null))),
  };
}

/** Each holds by itself. Whether they hold together is asked here. */
function allHold({ group, told, proofs }: Folding): Told {
  const ofThose = (some: readonly FreezeProof[]): string =>
    namesOf(told.filter(({ migration }) => some.some((proof) => proof.migration === migration)));
  const lastProvedAt = proofs.map(({ finishedAt }) => finishedAt ?? '').reduce((a, b) => (a > b ? a : b), '');
  const unseen = proofs.filter(({ after }) => (after?.frozenSeenAt ?? '') < lastProvedAt);
  if (unseen.length > 0)
    return {
      ...{ light: 'running', statement: null },
      conclusion: `All ${told.length} databases are proved. Looking once more at ${ofThose(unseen)}, proved before the last one.`,
      nextStep: 'Wait: it takes seconds.',
    };
  const moved = proofs.filter(({ after }) => after?.rollbackLoss.firstSeenAt != null);
  if (moved.length > 0)
    return {
      ...{ light: 'green', statement: null },
      conclusion: `All ${told.length} databases were proved, and the target of ${ofThose(moved)} has taken writes of its own since.`,
      nextStep:
        'If the application has moved, leave the source frozen. If it has not, do not switch: somebody else writes to the target.',
    };
  const statement = new Set(told.map((each) => each.statement)).size === 1 ? (told[0]?.statement ?? null) : null;
  return {
    light: 'green',
    conclusion: `All ${told.length} databases of ${group} are frozen and proved: nothing is lost if you switch now.${overBudget(proofs)}`,
    nextStep: `Run ${statement === null ? 'its statement' : 'this'} in each database on the target, so that it takes writes, and switch the application to it. Leave the source frozen.`,
    statement,
  };
}

function isOverBudget({ budget: { seconds, elapsedMs, isRunning } }: FreezeProof): boolean {
  return isRunning && (elapsedMs ?? 0) > seconds * 1000;
}

/** As for one: the proof is no less true, and whether writers may wait for longer is for the operator to say. */
function overBudget(proofs: readonly FreezeProof[]): string {
  return proofs.some(isOverBudget)
    ? ` The freeze budget of ${proofs[0]?.budget.seconds} s is over: writers have waited for longer than you allowed. Whether to switch all the same is yours to decide.`
    : '';
}

/** The step of the first of them, with the names of all that wait for the same. */
function stepOf(databases: readonly DatabaseProof[]): Pick<Told, 'nextStep' | 'statement'> {
  const [first] = databases;
  if (first === undefined) return { nextStep: 'Wait.', statement: null };
  const { nextStep, statement } = first;
  if (nextStep === startAll || nextStep === keepFrozen) return { nextStep, statement };
  const same = databases.filter((each) => each.nextStep === nextStep && each.statement === statement);
  // What is said of one sends to a proof of that one, which would be of another freeze.
  const together = isOver(first)
    ? ' Then start the proof of all databases again: one of a single database does not count.'
    : '';
  return { nextStep: `In ${namesOf(same)}: ${nextStep}${together}`, statement };
}

/** Nothing that happens now makes this proof good again. */
function isOver({ state, standing }: DatabaseProof): boolean {
  if (state === 'passed') return standing === 'broken' || standing === 'unwatched' || standing === 'other-server';
  return state !== 'running';
}

/** More names than this are for the list below. */
const mostNames = 5;

function namesOf(databases: readonly DatabaseProof[]): string {
  const names = databases.map(({ database }) => database);
  const shown = names.length > mostNames ? [...names.slice(0, mostNames), `${names.length - mostNames} more`] : names;
  const last = shown.at(-1) ?? '';
  return shown.length < 2 ? last : `${shown.slice(0, -1).join(', ')} and ${last}`;
}
