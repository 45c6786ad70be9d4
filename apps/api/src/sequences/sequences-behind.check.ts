import { findingStatements, type Sequence, type Sequences, type SequenceState } from '@cutover/contracts';
import { nameSome } from '../checks/tables/table-result.js';
import { nothingKnown, proven, type Check, type CheckReading, type Found } from '../evidence/check.js';
import { runOn } from '../evidence/suggest.js';

/** What is said of sequences in one state. */
interface StateWords {
  outcome: Found['outcome'];
  severity: Found['severity'];
  /** Follows the names: `public.a and public.b are behind the source`. */
  message(names: string, count: number): string;
  action: string;
}

const setThem =
  'Run the statements on the target, all of them by sequences.sql (GET …/sequences.sql). They leave out some numbers, so that you may do it before the freeze; look again in the freeze, and run it anew if they are behind.';

const words: Readonly<Record<SequenceState, StateWords>> = {
  missing: {
    ...{ outcome: 'fail', severity: 'WARNING' },
    message: (names, count) =>
      `${names} ${count === 1 ? 'is' : 'are'} missing on the target. What takes numbers from ${count === 1 ? 'it' : 'them'} fails there`,
    action:
      'Make them on the target as they are on the source, with the defaults of the columns that use them (pg_dump --schema-only writes both); then set them.',
  },
  'in-use': {
    // On the source the same numbers come to be in use, too, once it gets there: it was written around its sequence.
    ...{ outcome: 'fail', severity: 'WARNING' },
    message: (names, count) =>
      `${names} of the target ${count === 1 ? 'gives' : 'give'} out numbers that are in ${count === 1 ? 'its column' : 'their columns'} already. An INSERT after the switch fails, or gives a key twice where nothing forbids that`,
    action: setThem,
  },
  behind: {
    // Nobody is woken for it: replication never carries them, so that it is so from the first day until somebody sets them.
    ...{ outcome: 'fail', severity: 'INFO' },
    message: (names, count) =>
      `${names} ${count === 1 ? 'is' : 'are'} behind the source. That is expected until you set ${count === 1 ? 'it' : 'them'}, because replication carries no sequences; after a switch ${count === 1 ? 'it' : 'they'} would give out numbers again`,
    action: setThem,
  },
  unknown: {
    ...{ outcome: 'unknown', severity: 'INFO' },
    message: (names, count) =>
      `Where ${names} ${count === 1 ? 'stands' : 'stand'} is unknown: our account may not read ${count === 1 ? 'it' : 'them'}`,
    action: 'Give our account the right to read them.',
  },
};

function findIn(told: Sequences): Found[] {
  const states = Object.keys(words) as SequenceState[];
  return states.flatMap((state) => {
    const count = told.counts[state];
    if (count === 0) return [];
    const those = told.sequences.filter((each) => each.state === state);
    const { outcome, severity, message, action } = words[state];
    return [
      {
        ...{ subject: `${state} sequences`, outcome, severity, action, evidence: told.measuredAt },
        message: message(namesOf(those, count), count),
        items: itemsOf(those, count),
        statements: state === 'unknown' ? told.grants : statementsOf(those),
      },
    ];
  });
}

/** Of all sequences in a state, also of those that are not listed. */
function namesOf(those: readonly Sequence[], count: number): string {
  const names = those.map(({ name }) => name);
  if (names.length === count) return nameSome(names);
  return `${names.slice(0, 2).join(', ')} and ${count - 2} more`;
}

/** Sequences that are not listed have no names to keep: any other number of them is news. */
function itemsOf(those: readonly Sequence[], count: number): string[] {
  const names = those.map(({ name }) => name);
  return count > names.length ? [...names, `${count - names.length} more sequences`] : names;
}

function statementsOf(those: readonly Sequence[]): Found['statements'] {
  return runOn('target', ...those.flatMap(({ statements }) => statements)).slice(0, findingStatements);
}

/**
 * Replication carries rows, and not the sequences that their keys come from. A target that takes writes with a sequence that is
 * behind gives out keys that are in use: the first INSERT of the application fails, in the night of the switch.
 *
 * It blocks from the first day, and makes no alert: the answer is about a switch now, and a switch now would go wrong. The way out
 * is open at any time, since a sequence that is ahead does no harm: the statements leave a margin, which holds for as long as the
 * source does not use it up. Then it blocks again, in the freeze too, where a proof that passed is withheld until they are set.
 */
export const sequencesBehindCheck: Check = {
  id: 'sequences-behind',
  engines: ['postgres'],
  claim: 'Sequences of the target give out no number that is in use',
  blocks: 'unless-passed',
  needs: 'both',
  policy: proven,
  judge: ({ sequences: told }): CheckReading => {
    if (told === null) return nothingKnown;
    if (told.reason !== null) {
      const message = `Whether sequences of the target are behind is unknown: ${told.reason}`;
      const action = 'Remove the reason: they are read again within seconds.';
      const found: Found = {
        subject: 'target',
        outcome: 'unknown',
        severity: 'INFO',
        message,
        action,
        evidence: told.measuredAt,
      };
      return { found: [found], rest: 'unknown', otherwise: () => ({ kind: 'unknown' }) };
    }
    return { found: findIn(told), rest: 'pass', otherwise: () => ({ kind: 'pass', evidence: told.measuredAt }) };
  },
};
