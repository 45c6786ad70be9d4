import type { ParityDifference } from '@cutover/contracts';
import { isSameColumn } from '../../../tables/definition/compare-columns.js';
import { kindWords } from './kinds.js';
import type { SchemaKind, SchemaObject, UnreadPart } from './schema-object.js';

/** Makes a script of the statements of one mend, as it is run on the target. */
export type MakeScript = (statements: readonly string[]) => string[];

/** What two sides differ in, and how many objects of each kind were compared. */
export interface ComparedObjects {
  differences: ParityDifference[];
  compared: Record<string, number>;
}

/** Pure: both sides laid beside each other by name. What was not read on one side is not told of on the other. */
export function compareSides(
  source: readonly SchemaObject[],
  target: readonly SchemaObject[],
  unread: readonly UnreadPart[],
  script: MakeScript,
): ComparedObjects {
  const isRead = ({ kind, database, object }: SchemaObject): boolean =>
    !unread.some(
      (part) =>
        part.kinds.includes(kind) &&
        (part.database === null || part.database === database) &&
        (part.object === undefined || part.object === object),
    );
  const [here, there] = [indexOf(source.filter(isRead)), indexOf(target.filter(isRead))];
  const compared: Record<string, number> = {};
  const differences: ParityDifference[] = [];
  const lonely: SchemaObject[] = [];
  for (const [key, mine] of here) {
    compared[mine.kind] = (compared[mine.kind] ?? 0) + 1;
    const other = there.get(key);
    if (other === undefined) lonely.push(mine);
    else if (!isSame(mine, other)) differences.push(differing(mine, other, script));
  }
  const extra = [...there].filter(([key]) => !here.has(key)).map(([, other]) => other);
  for (const { kind } of extra) compared[kind] = (compared[kind] ?? 0) + 1;
  const { missing, surplus } = withoutNamesakes(lonely, extra);
  const isTold = toldWithin(here, there);
  return {
    differences: [
      ...differences,
      ...missing.filter(isTold).map((mine) => oneSided(mine, 'source', script)),
      ...surplus.filter(isTold).map((other) => oneSided(other, 'target', script)),
    ],
    compared,
  };
}

/**
 * Pure: objects of one side that have one name. They would take each other's place unseen, so that nothing is said of them: a kind
 * has to tell apart all that a server keeps apart.
 */
export function clashesOf(objects: readonly SchemaObject[]): UnreadPart[] {
  const byKey = new Map<string, SchemaObject[]>();
  for (const object of objects) byKey.set(keyOf(object), [...(byKey.get(keyOf(object)) ?? []), object]);
  return [...byKey.values()].flatMap(([first, ...others]): UnreadPart[] => {
    if (first === undefined || others.length === 0) return [];
    const { kind, database, object, part } = first;
    return [
      {
        ...{ what: `${kind} ${part === null ? object : `${part} of ${object}`}`, kinds: [kind], database, object },
        reason: `the catalog has ${others.length + 1} of this name, which Cutover cannot tell apart`,
        action: 'Compare their definitions on both sides by hand, and tell us: it is a fault of Cutover.',
      },
    ];
  });
}

/** Throws where two have one name: see clashesOf. */
function indexOf(objects: readonly SchemaObject[]): Map<string, SchemaObject> {
  const found = new Map<string, SchemaObject>();
  for (const object of objects) {
    const key = keyOf(object);
    if (found.has(key)) throw new Error(`Two objects have the key ${key}`);
    found.set(key, object);
  }
  return found;
}

/**
 * Of a table that one side lacks nothing more is said: its columns are missing because it is. What stands in something that was read
 * on neither side, such as a table that is watched by itself in its database, is told of.
 */
function toldWithin(here: ReadonlyMap<string, SchemaObject>, there: ReadonlyMap<string, SchemaObject>) {
  const holding = (side: ReadonlyMap<string, SchemaObject>): Set<string> =>
    new Set([...side.values()].filter(({ kind }) => holders.has(kind)).map(({ object }) => object));
  const [source, target] = [holding(here), holding(there)];
  return ({ within }: SchemaObject): boolean => within === null || source.has(within) === target.has(within);
}

const holders: ReadonlySet<SchemaKind> = new Set([
  ...(['database', 'schema', 'table', 'partition', 'foreign table', 'view', 'materialized view', 'extension'] as const),
]);

function isSame(source: SchemaObject, target: SchemaObject): boolean {
  if (source.kind === 'column order') return isSameOrder(source.compared, target.compared);
  if (source.compared !== target.compared) return false;
  if (source.status !== undefined && target.status !== undefined && source.status !== target.status) return false;
  return !source.column || !target.column || isSameColumn(source.column, target.column);
}

/** Of the columns that both have: of one that is missing its own difference tells. */
function isSameOrder(source: string, target: string): boolean {
  const [mine, others] = [source.split('\n'), target.split('\n')];
  const both = (names: readonly string[], within: readonly string[]): string =>
    names.filter((name) => within.includes(name)).join('\n');
  return both(mine, others) === both(others, mine);
}

/** The server numbers what has no name of its own: two that are alike but for it are one. */
function withoutNamesakes(
  missing: readonly SchemaObject[],
  surplus: readonly SchemaObject[],
): { missing: SchemaObject[]; surplus: SchemaObject[] } {
  const left = [...surplus];
  const alone = missing.filter((mine) => {
    if (!mine.isNameless) return true;
    const at = left.findIndex(
      ({ kind, object, compared }) => kind === mine.kind && object === mine.object && compared === mine.compared,
    );
    if (at < 0) return true;
    left.splice(at, 1);
    return false;
  });
  return { missing: alone, surplus: left };
}

function keyOf({ kind, object, part }: SchemaObject): string {
  return `${kind}/${object}/${part ?? ''}`;
}

function differing(source: SchemaObject, target: SchemaObject, script: MakeScript): ParityDifference {
  const { kind } = source;
  const meant = source.meant?.(target) ?? null;
  if (meant !== null)
    return {
      ...headOf(source),
      ...{ source: source.shown, target: target.shown, why: meant, mend: null, blocks: false },
    };
  const changed = changeOf(source, target);
  const isOnlyStatus = source.compared === target.compared && source.setStatus !== undefined;
  return {
    ...headOf(source),
    ...{ source: source.shown, target: target.shown },
    why: whyOf(kindWords[kind].differs, source, isOnlyStatus || changed !== null),
    mend: mendOf(isOnlyStatus ? (source.setStatus ?? null) : changed, source.note, script),
    blocks: kindWords[kind].blocks,
  };
}

function oneSided(object: SchemaObject, side: 'source' | 'target', script: MakeScript): ParityDifference {
  const { kind, shown, make, remove, note, isMinor } = object;
  const isOnSource = side === 'source';
  return {
    ...headOf(object),
    ...{ source: isOnSource ? shown : null, target: isOnSource ? null : shown },
    why: isOnSource ? whyOf(kindWords[kind].missing, object, make !== null) : kindWords[kind].extra,
    mend: mendOf(isOnSource ? make : remove, isOnSource ? note : undefined, script),
    // What only the target has, and keeps nothing out, costs time and no rows.
    blocks: kindWords[kind].blocks && (isOnSource || !isMinor),
  };
}

function changeOf(source: SchemaObject, target: SchemaObject): readonly string[] | null {
  const { changeInto, make } = source;
  if (typeof changeInto === 'function') return changeInto(target);
  if (changeInto !== undefined) return changeInto;
  return target.remove && make && [...target.remove, ...make];
}

/** Where no statement mends it, what to do is said with the reason. */
function whyOf(why: string, { byHand }: SchemaObject, isMended: boolean): string {
  return isMended || byHand === undefined ? why : `${why} ${byHand}`;
}

function headOf(object: SchemaObject): Pick<ParityDifference, 'id' | 'area' | 'kind' | 'object' | 'part'> {
  const { kind, object: name, part } = object;
  return {
    id: `schema/${keyOf(object)}`,
    area: 'schema',
    kind,
    object: name,
    part: part === null ? null : `${kind} ${part}`,
  };
}

function mendOf(
  statements: readonly string[] | null,
  note: string | undefined,
  script: MakeScript,
): ParityDifference['mend'] {
  return statements === null ? null : { on: 'target', statements: script(statements), note: note ?? null };
}
