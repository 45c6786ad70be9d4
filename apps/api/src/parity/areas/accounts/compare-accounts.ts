import type { ParityDifference } from '@cutover/contracts';
import type { Account, HeldRight, SideAccounts } from './account.js';
import { compareAttributes, compareLogin } from './compare-attributes.js';
import { comparePlugins } from './compare-plugins.js';
import { compareRights, rightsByOwner, type MendTerms } from './compare-rights.js';
import type { Shadows, Unread } from './accounts-dialect.js';

/** How the side of a difference reads that is a role and no account; an account reads as its ways to log in. */
export const roleText = 'role';

/** So many accounts are named in a sentence. */
const inSentence = 5;

/** Pure: every account that is not left out, with all that it holds. */
export function compareAccounts(
  source: SideAccounts,
  target: SideAccounts,
  leftOut: ReadonlyMap<string, string>,
  terms: MendTerms,
): { differences: ParityDifference[]; unread: Unread[] } {
  // Of what one side lacks, the schema tells.
  const rights = { source: rightsByOwner(source, target.objects), target: rightsByOwner(target, source.objects) };
  const known = { source: source.knownPrivileges, target: target.knownPrivileges };
  const unproved: Account[] = [];
  const compared = [...source.accounts.values()].filter(({ key }) => !leftOut.has(key));
  const differences = compared.flatMap((account) => {
    const held = rights.source.get(account.key) ?? [];
    const there = target.accounts.get(account.key);
    if (there === undefined) return [missing(account, held, terms)];
    const login = compareLogin(account, there, terms);
    if (login.isUnproved) unproved.push(account);
    const both = { source: held, target: rights.target.get(account.key) ?? [] };
    return [
      ...login.differences,
      ...compareAttributes(account, there, terms),
      ...compareRights(account, both, known, terms),
    ];
  });
  const shadows = terms.shadowsOver(compared.filter(({ key }) => target.accounts.has(key)));
  const extra = [...target.accounts.values()]
    .filter(({ key }) => !source.accounts.has(key) && !leftOut.has(key))
    .map((account) => {
      const taken = shadows.of(account).filter((meant) => !standsFor(account, meant));
      return taken.length === 0 ? onTargetOnly(account, terms) : inPlaceOf(account, taken, shadows, terms);
    });
  const plugins = comparePlugins(compared, source, target, terms);
  return {
    differences: [...differences, ...plugins, ...extra],
    unread: unproved.length === 0 ? [] : [saltedOf(unproved, terms)],
  };

  /** Whether whoever gets this account of the target logs in, and may do, what the other may on the source. */
  function standsFor(account: Account, meant: Account): boolean {
    const login = compareLogin(meant, account, terms);
    const both = { source: rights.source.get(meant.key) ?? [], target: rights.target.get(account.key) ?? [] };
    const less = [
      ...[login.differences, compareAttributes(meant, account, terms), compareRights(meant, both, known, terms)].flat(),
    ];
    const isLocked = account.attributes['account lock'] !== meant.attributes['account lock'];
    return !login.isUnproved && !isLocked && !less.some(({ blocks }) => blocks);
  }
}

/** An account that the target does not have, with all that it holds. */
function missing(account: Account, held: readonly HeldRight[], { statements, rds }: MendTerms): ParityDifference {
  const grants = held.flatMap((right) =>
    right.group === 'restriction' ? [] : statements.change(right, account, [...right.privileges], []),
  );
  // Only what was given before can be revoked in part.
  const revokes = held.flatMap((right) =>
    right.group === 'restriction' ? statements.change(right, account, [...right.privileges], []) : [],
  );
  const role = account.attributes['default role'];
  const lastly = role === undefined || account.isRole ? [] : statements.setAttribute('default role', role, account);
  const all = [...grants, ...revokes, ...(isNone(role) ? [] : lastly)];
  const isElsewhere = held.length > 0 && !held.some(({ concernsWatched }) => concernsWatched);
  return {
    id: `accounts/account/${account.key}`,
    ...{ area: 'accounts', kind: 'account', object: account.text, part: null, target: null },
    source: account.isRole
      ? `role, rights on ${held.length} objects`
      : `${account.plugins.join(' or ')}, rights on ${held.length} objects`,
    why: isElsewhere
      ? 'It cannot log in to the target. All its rights are on what is not watched, so that it does not keep you from moving.'
      : account.isRole
        ? 'Whoever works through this role has none of its rights on the target.'
        : 'Whoever uses it cannot log in to the target.',
    mend: account.isRole
      ? { on: 'target', statements: statements.script([...statements.create(account), ...all], rds), note: null }
      : copyOf(account, all),
    blocks: !isElsewhere,
  };

  /** The hash stays with people: they copy the account first, then give it what it holds. */
  function copyOf(user: Account, script: readonly string[]): ParityDifference['mend'] {
    const show = statements.show(user);
    if (script.length === 0) return { on: 'source', statements: show, note: statements.copyNote('account') };
    const note = `First, on the source: ${show.join('; ')}. ${statements.copyNote('account')} Then these.`;
    return { on: 'target', statements: statements.script([...statements.beforeGrants, ...script], rds), note };
  }
}

function isNone(clause: string | undefined): boolean {
  return clause === undefined || clause === 'DEFAULT ROLE NONE';
}

function onTargetOnly(account: Account, { statements, rds }: MendTerms): ParityDifference {
  return {
    id: `accounts/account/${account.key}`,
    ...{ area: 'accounts', kind: 'account', object: account.text, part: null, source: null },
    target: account.isRole ? roleText : account.plugins.join(' or '),
    why: account.isRole
      ? 'Nothing of the application needs it: the source does not have it.'
      : 'It is a way into the target that the source does not have.',
    mend: {
      on: 'target',
      statements: statements.script(statements.drop(account), rds),
      note: 'Ask who uses it first, and keep it if it is meant.',
    },
    blocks: false,
  };
}

/** A client that is meant to get one account gets this one: the closest host counts, not the password that fits. */
function inPlaceOf(account: Account, taken: readonly Account[], shadows: Shadows, terms: MendTerms): ParityDifference {
  const difference = onTargetOnly(account, terms);
  const names = taken.slice(0, inSentence).map(({ text }) => text);
  const more = taken.length > inSentence ? ` and ${taken.length - inSentence} more` : '';
  return {
    ...difference,
    blocks: true,
    why: `Clients from ${shadows.clientsOf(account)} get it in place of ${names.join(', ')}${more} on the target, and its way to log in or its rights are others: what works on the source is refused there.`,
    mend: difference.mend && {
      ...difference.mend,
      note: 'Ask who uses it first. If it has to stay, give it the password and the rights of the account that it stands in for.',
    },
  };
}

function saltedOf(accounts: readonly Account[], { statements }: MendTerms): Unread {
  const names = accounts.slice(0, inSentence).map(({ text }) => text);
  const more = accounts.length > inSentence ? ` and ${accounts.length - inSentence} more` : '';
  const [first] = accounts;
  const plugins = [...new Set(accounts.flatMap(({ plugins: all }) => all))].join(', ');
  return {
    what: `passwords of ${names.join(', ')}${more}`,
    side: null,
    reason: statements.whySalted(plugins),
    action: `Copy the string, also where the password is the same. On the source: ${first === undefined ? '' : statements.show(first).join('; ')}. ${statements.copyNote('password')}`,
    blocks: true,
  };
}
