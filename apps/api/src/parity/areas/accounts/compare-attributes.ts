import type { ParityDifference } from '@cutover/contracts';
import type { Account } from './account.js';
import type { MendTerms } from './compare-rights.js';

/** What follows from an attribute that differs, and whether the application may not be able to work with it. */
interface Consequence {
  why: string;
  blocks(source: string, target: string): boolean;
}

const always = (): boolean => true;
const never = (): boolean => false;

/** The target allows less. 0 is no limit. */
function isStricter(source: string, target: string): boolean {
  const [before, after] = [source, target].map((clause) => Number(/[\d.]+$/.exec(clause)?.[0] ?? 0));
  return after !== 0 && (before === 0 || Number(after) < Number(before));
}

const limit: Consequence = {
  why: 'The server ends or refuses what goes over the limit; 0 is none.',
  blocks: isStricter,
};

const expired = 'expired password';

/** What one may and the other may not: `LOGIN` and `NOLOGIN`. */
const lost = (why: string): Consequence => ({ why, blocks: (source) => !source.startsWith('NO') });
const numberOf = (clause: string): number => Number(/-?\d+$/.exec(clause)?.[0] ?? -1);
const timeOf = (clause: string): string => /'(.*)'$/.exec(clause)?.[1] ?? 'infinity';

/** By name, as the dialects name them. */
const consequences: Readonly<Record<string, Consequence>> = {
  'TLS requirement': { why: 'Connections without it are refused, or plain ones are accepted.', blocks: always },
  'default role': { why: 'Without the role at login its rights are not there until SET ROLE.', blocks: always },
  [expired]: {
    why: 'It can do nothing but set a new password, because it was told to expire or its lifetime is over. Set the password of the source again, as it was: its lifetime begins anew.',
    blocks: (_, target) => target !== 'not expired',
  },
  'account lock': {
    // Locking accounts on the target until the cutover is a way to keep writers away.
    why: 'A locked account cannot log in: unlock it before the application moves.',
    blocks: never,
  },
  'password lifetime': {
    why: 'The password expires sooner or later than on the source, counted from its last change.',
    blocks: never,
  },
  'failed logins': { why: 'Another number of failed logins locks it, or for another time.', blocks: never },
  'queries an hour': limit,
  'updates an hour': limit,
  'connections an hour': limit,
  'connections at once': limit,
  'statement time': limit,
  // PostgreSQL has no account lock. NOLOGIN on the target keeps the application from writing there before the cutover.
  login: { why: 'Without LOGIN nobody can log in as it: give it before the application moves.', blocks: never },
  superuser: lost(
    'What only a superuser may do is refused. Amazon RDS gives nobody SUPERUSER: rds_superuser takes its place.',
  ),
  'create databases': lost('It may make no database.'),
  'create roles': lost('CREATE ROLE, and rights to roles, are refused.'),
  replication: lost('It cannot replicate. On Amazon RDS membership in rds_replication takes its place.'),
  'row security': lost('Rows that policies hide are hidden from it, too, or its statements are refused.'),
  inherit: lost('What it has through roles is there after SET ROLE only.'),
  'connection limit': {
    why: 'Sessions over the limit are refused; -1 is none.',
    blocks: (source, target) => {
      const [before, after] = [numberOf(source), numberOf(target)];
      return after >= 0 && (before < 0 || after < before);
    },
  },
  'valid until': {
    why: 'After this moment its password is refused.',
    blocks: (source, target) =>
      timeOf(target) !== 'infinity' && (timeOf(source) === 'infinity' || timeOf(target) < timeOf(source)),
  },
};
/** What else there is says which new passwords are taken. */
const otherwise: Consequence = {
  why: 'It rules new passwords: those that are set later are taken or refused otherwise.',
  blocks: never,
};

/** Pure: what CREATE USER says of an account that is on both sides, but for how it logs in. */
export function compareAttributes(
  source: Account,
  target: Account,
  { statements, rds }: MendTerms,
): ParityDifference[] {
  return Object.entries(source.attributes).flatMap(([name, clause]) => {
    const there = target.attributes[name];
    // An attribute that only one version has cannot be compared, and has no value to be copied.
    if (there === undefined || there === clause) return [];
    const { why, blocks } = consequences[name] ?? otherwise;
    const difference: ParityDifference = {
      id: `accounts/account/${source.key}/${name}`,
      ...{ area: 'accounts', kind: 'account', object: source.text, part: name, source: clause, target: there, why },
      mend: mendOf(name, clause),
      blocks: blocks(clause, there),
    };
    return [difference];
  });

  function mendOf(name: string, clause: string): ParityDifference['mend'] {
    // Nothing but a password makes an expired one good, and the one of the source is the one that the application has.
    if (name === expired && clause === 'not expired') return copyPassword(source, statements);
    const mend = statements.setAttribute(name, clause, source);
    return mend.length === 0 ? null : { on: 'target', statements: statements.script(mend, rds), note: null };
  }
}

/** Pure: how an account logs in. Salted passwords that look different are not compared: `isUnproved`. */
export function compareLogin(
  source: Account,
  target: Account,
  { statements }: MendTerms,
): { differences: ParityDifference[]; isUnproved: boolean } {
  const [here, there] = [source, target].map(({ plugins }) => plugins.join(' or '));
  const isSamePlugin = here === there;
  // What could not be read is told of once for all accounts.
  if (source.credential === null || target.credential === null) return { differences: [], isUnproved: false };
  if (isSamePlugin && source.credential === target.credential) return { differences: [], isUnproved: false };
  const isOneSalt = source.salt !== undefined && source.salt === target.salt;
  if (isSamePlugin && (source.isSalted || target.isSalted) && !isOneSalt) return { differences: [], isUnproved: true };
  const part = isSamePlugin ? 'password' : 'authentication';
  const difference: ParityDifference = {
    id: `accounts/account/${source.key}/${part}`,
    ...{ area: 'accounts', kind: 'account', object: source.text, part },
    source: isSamePlugin ? 'one password' : (here ?? ''),
    target: isSamePlugin ? 'another password' : (there ?? ''),
    why: 'The application logs in with the password of the source: the target refuses it.',
    mend: copyPassword(source, statements),
    blocks: true,
  };
  return { differences: [difference], isUnproved: false };
}

function copyPassword(source: Account, { show, copyNote }: MendTerms['statements']): ParityDifference['mend'] {
  return { on: 'source', statements: show(source), note: `Run it on the source. ${copyNote('password')}` };
}
