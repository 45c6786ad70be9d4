import { type LeftBehindGroup, type LeftBehindKind, type NotReplicated, type Severity } from '@cutover/contracts';
import { nameSome } from '../checks/tables/table-result.js';
import {
  nothingKnown,
  proven,
  type Blocks,
  type Check,
  type CheckReading,
  type Found,
  type Weight,
} from '../evidence/check.js';

/** What a check says of one kind. */
export interface KindWords {
  kind: LeftBehindKind;
  /** Tells it from the other kinds of the check. Absent: its side does. */
  subject?: string;
  outcome: Found['outcome'];
  severity: Severity;
  /** A sentence without a full stop. `names` may end with `and 3 more`; `isOne`: for `is` and `are`. */
  message(names: string, isOne: boolean, group: LeftBehindGroup): string;
  action: string;
}

/** What one check says. */
export interface LeftBehindWords {
  id: string;
  claim: string;
  blocks: Blocks;
  weight?: Weight;
  kinds: readonly KindWords[];
  /** Some servers do not tell of its kinds at all: it then says nothing of the pair. */
  isOptional?: boolean;
}

/** A check of what replication leaves behind: one finding for each of its kinds and sides, which names the first of many. */
export function leftBehindCheck({
  id,
  claim,
  blocks,
  weight = 'other',
  kinds,
  isOptional = false,
}: LeftBehindWords): Check {
  return {
    ...{ id, claim, blocks, weight, engines: ['postgres'], needs: 'both', policy: proven },
    judge: ({ 'not-replicated': told }): CheckReading => {
      if (told === null) return nothingKnown;
      if (told.reason !== null)
        return { ...nothingKnown, awaits: `It could not be read: ${told.reason} It is read again within a minute.` };
      const { measuredAt } = told;
      const found = kinds.flatMap((words) => findOf(told, words));
      const unknown = told.unknown.find(({ kind }) => kinds.some((words) => words.kind === kind));
      if (unknown !== undefined && isOptional) return { ...nothingKnown, notApplicable: unknown.reason };
      return unknown !== undefined
        ? { found, rest: 'unknown', awaits: `Unknown: ${unknown.reason}.`, otherwise: () => ({ kind: 'unknown' }) }
        : { found, rest: 'pass', otherwise: () => ({ kind: 'pass', evidence: measuredAt }) };
    },
  };
}

function findOf(told: NotReplicated, words: KindWords): Found[] {
  const { kind, subject, outcome, severity, action } = words;
  const groups = told.groups.filter((group) => group.kind === kind);
  return groups.map((group): Found => {
    const { items, total, side } = group;
    const tables = [...new Set(items.flatMap(({ table }) => (table === null ? [] : [table])))];
    const statements = items.flatMap((each) => each.statements);
    return {
      ...{ subject: subject ?? side, outcome, severity, action },
      evidence: told.measuredAt,
      message: words.message(namesOf(group), total === 1, group),
      items: itemsOf(group),
      ...(tables.length > 0 ? { tables } : {}),
      ...(statements.length > 0 ? { statements: onceEach(statements) } : {}),
    };
  });
}

/** With what more is known of those that are named. */
function namesOf({ items, total }: LeftBehindGroup): string {
  const names = items.map(({ name, note }) => (note === null ? name : `${name} (${note})`));
  return total === names.length ? nameSome(names) : `${names.slice(0, 2).join(', ')} and ${total - 2} more`;
}

/** What is not listed has no name to keep: any other number of it is news. */
function itemsOf({ items, total }: LeftBehindGroup): string[] {
  const names = items.map(({ name }) => name);
  return total > names.length ? [...names, `${total - names.length} more`] : names;
}

/** Several things may be mended by the same statement, which comes after all of their own. */
function onceEach(statements: NonNullable<Found['statements']>): NonNullable<Found['statements']> {
  const lastAt = new Map(statements.map(({ on, sql }, place) => [`${on} ${sql}`, place]));
  return statements.filter(({ on, sql }, place) => lastAt.get(`${on} ${sql}`) === place);
}
