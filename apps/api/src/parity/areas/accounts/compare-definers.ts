import type { ParityDifference } from '@cutover/contracts';
import type { DefinedObject, SideAccounts } from './account.js';

/** So many objects are named. */
const named = 5;

/** Pure: whoever objects on the target run as, and is no account there. One difference for each such account. */
export function compareDefiners(
  objects: readonly DefinedObject[],
  source: SideAccounts,
  target: SideAccounts,
  leftOut: ReadonlyMap<string, string>,
): ParityDifference[] {
  const absent = new Map<string, DefinedObject[]>();
  for (const each of objects) {
    // A role of MariaDB stands without a host.
    if (target.accounts.has(each.definer) || target.accounts.has(`${each.definer}@`)) continue;
    absent.set(each.definer, [...(absent.get(each.definer) ?? []), each]);
  }
  return [...absent].map(([definer, all]) => {
    const there = source.accounts.get(definer) ?? source.accounts.get(`${definer}@`);
    return differenceOf(definer, all, there?.text ?? null, leftOut.has(definer));
  });
}

function differenceOf(
  definer: string,
  all: readonly DefinedObject[],
  sourceText: string | null,
  isLeftOut: boolean,
): ParityDifference {
  const names = all.slice(0, named).map(({ kind, database, name }) => `${kind} ${database}.${name}`);
  const more = all.length > named ? ` and ${all.length - named} more` : '';
  const what = `${names.join(', ')}${more} ${all.length === 1 ? 'runs' : 'run'} with the rights of ${definer}`;
  const next =
    sourceText === null
      ? 'The source has no such account either: it fails there, too. Create the objects again with a DEFINER that exists.'
      : isLeftOut
        ? 'Create the objects again with a DEFINER that the target has.'
        : 'Create the account first: its own difference says how.';
  return {
    id: `accounts/definer/${definer}`,
    ...{ area: 'accounts', kind: 'definer', object: definer, part: null, source: sourceText, target: null },
    why: `${what}, which is no account on the target: using them fails there (error 1449). ${next}`,
    mend: null,
    // What fails on the source already is no consequence of the cutover.
    blocks: sourceText !== null,
  };
}
