import type { ParityDifference } from '@cutover/contracts';
import type { Account, HeldRight, RightGroup, SideAccounts } from './account.js';
import type { AccountsDialect, Shadowed } from './accounts-dialect.js';

/** How mends are said on the target. */
export interface MendTerms extends Pick<AccountsDialect, 'statements' | 'shadowingGrants' | 'shadowsOver'> {
  /** The target is Amazon RDS. */
  rds: boolean;
  /** Databases that are watched: what matters there matters to the cutover. */
  databases: readonly string[];
}

/** What rights of a group are called in a difference. */
const parts: Record<RightGroup, (on: string) => string> = {
  static: (on) => `on ${on}`,
  dynamic: (on) => `dynamic privileges on ${on}`,
  restriction: (on) => `revoked on ${on}`,
  role: (on) => `role ${on}`,
  proxy: (on) => `proxy for ${on}`,
  ownership: (on) => `owner of ${on}`,
  setting: (on) => `settings ${on}`,
};

/** Kinds of differences, by group. */
const kinds: Record<RightGroup, string> = {
  ...{ static: 'grant', dynamic: 'grant', restriction: 'grant', proxy: 'grant' },
  ...{ role: 'role', ownership: 'owner', setting: 'setting' },
};

/** Pure: rights by account, so that each is found at once; `others`: what the other side has that rights can be on. */
export function rightsByOwner(
  { rights }: SideAccounts,
  others: ReadonlySet<string> | undefined,
): Map<string, HeldRight[]> {
  const owners = new Map<string, HeldRight[]>();
  for (const right of rights) {
    if (right.object !== undefined && others?.has(right.object) === false) continue;
    const known = owners.get(right.owner);
    if (known === undefined) owners.set(right.owner, [right]);
    else known.push(right);
  }
  return owners;
}

/** What one side holds and the other does not. */
interface Gap {
  missing: string[];
  extra: string[];
  /** The target's version has no such privilege, so that nobody can give it there. */
  gone: string[];
}

/** Pure: the rights of an account that is on both sides. */
export function compareRights(
  account: Account,
  held: Record<'source' | 'target', readonly HeldRight[]>,
  known: Record<'source' | 'target', ReadonlySet<string>>,
  terms: MendTerms,
): ParityDifference[] {
  const keyOf = ({ group, on }: HeldRight): string => `${group} ${on}`;
  const source = new Map(held.source.map((right) => [keyOf(right), right]));
  const target = new Map(held.target.map((right) => [keyOf(right), right]));
  const shadowing = terms.shadowingGrants(held, terms.databases);
  return [...new Set([...source.keys(), ...target.keys()])].flatMap((key) => {
    const [here, there] = [source.get(key), target.get(key)];
    const right = here ?? there;
    if (right === undefined) return [];
    const gap = gapOf(here?.privileges ?? new Set(), there?.privileges ?? new Set(), known);
    // Everything has one owner: that the target has another one is told of with the one of the source.
    if (right.group === 'ownership') gap.extra = [];
    if (gap.missing.length + gap.extra.length + gap.gone.length === 0) return [];
    const difference = differenceOf(account, right, { source: here, target: there }, gap, terms);
    const shadowed = here === undefined && right.group === 'static' ? shadowing.get(right.on) : undefined;
    return [shadowed === undefined ? difference : takingAway(difference, right, shadowed)];
  });
}

function gapOf(
  source: ReadonlySet<string>,
  target: ReadonlySet<string>,
  known: Record<'source' | 'target', ReadonlySet<string>>,
): Gap {
  const without = [...source].filter((privilege) => !target.has(privilege));
  const exists = (privilege: string, side: 'source' | 'target'): boolean => isKnown(privilege, known[side]);
  return {
    missing: without.filter((privilege) => exists(privilege, 'target')),
    // A newer version has privileges that the source could not give.
    extra: [...target].filter((privilege) => !source.has(privilege) && exists(privilege, 'source')),
    gone: without.filter((privilege) => !exists(privilege, 'target')),
  };
}

/** `search_path=app`: that a version has no such setting is a matter of settings. */
const isSetting = (text: string): boolean => text.includes('=');

/** `UPDATE (email)` and `X WITH GRANT OPTION` are what UPDATE and X are; membership and the like have no name in the list. */
function isKnown(privilege: string, known: ReadonlySet<string>): boolean {
  const name = privilege.replace(/(?: \(.*\))?(?: WITH GRANT OPTION)?$/s, '');
  return known.has(name) || name === 'MEMBER' || name === 'ADMIN OPTION' || isSetting(name);
}

function differenceOf(
  account: Account,
  right: HeldRight,
  sides: Record<'source' | 'target', HeldRight | undefined>,
  gap: Gap,
  { statements, rds }: MendTerms,
): ParityDifference {
  // What a restriction of the target takes away is missing; what only the source takes away is given beyond it.
  const isRestriction = right.group === 'restriction';
  const lacking = isRestriction ? gap.extra : gap.missing;
  const beyond = isRestriction ? gap.missing : gap.extra;
  const part = parts[right.group](right.on);
  const mend = statements.change(right, account, gap.missing, gap.extra);
  return {
    id: `accounts/grant/${account.key}/${part}`,
    ...{ area: 'accounts', kind: kinds[right.group], object: account.text, part },
    ...{ source: textOf(sides.source), target: textOf(sides.target) },
    why: whyOf(right, { lacking, beyond, gone: gap.gone }),
    mend: mend.length === 0 ? null : { on: 'target', statements: statements.script(mend, rds), note: null },
    blocks: lacking.length > 0 && right.concernsWatched,
  };
}

/** It is more than the source has, and yet the application may do less. */
function takingAway(
  difference: ParityDifference,
  { on }: HeldRight,
  { database, privileges }: Shadowed,
): ParityDifference {
  const lost = privileges.join(', ');
  return {
    ...difference,
    blocks: true,
    why: `In ${database} the target looks at this grant alone, since it is closer than the grant on a pattern that gives ${lost} on the source: ${lost} in ${database} is refused. Take it away, or give ${lost} on ${on}, too.`,
  };
}

function textOf(right: HeldRight | undefined): string | null {
  return right === undefined ? null : [...right.privileges].sort().join(', ');
}

function whyOf(
  { concernsWatched, group, on }: HeldRight,
  { lacking, beyond, gone }: { lacking: string[]; beyond: string[]; gone: string[] },
): string {
  if (group === 'ownership')
    return 'The application may not ALTER or DROP it on the target, and a view or a SECURITY DEFINER function runs there with the rights of somebody else.';
  if (group === 'setting')
    return 'Sessions begin with other settings than on the source: statements may mean something else, or be ended.';
  const elsewhere = concernsWatched ? '' : ' Nothing watched is meant, so that it does not keep you from moving.';
  if (lacking.length > 0)
    return `Without ${lacking.join(', ')} on ${on} the target refuses what the source allows.${elsewhere}`;
  if (gone.length > 0)
    return `This version of the target has no ${gone.join(', ')}: look up in its manual what took its place.${elsewhere}`;
  return `The target allows ${beyond.join(', ')} on ${on} beyond the source. Nothing fails; take it away unless it is meant.${elsewhere}`;
}
