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

/** By name, as the dialects name them. */
const consequences: Readonly<Record<string, Consequence>> = {
  'TLS requirement': { why: 'Connections without it are refused, or plain ones are accepted.', blocks: always },
  'default role': { why: 'Without the role at login its rights are not there until SET ROLE.', blocks: always },
  'expired password': {
    why: 'It can do nothing but set a new password: set the password of the source again, as it was.',
    blocks: (_, target) => target !== 'not expired',
  },
  'account lock': {
    // Locking accounts on the target until the cutover is a way to keep writers away.
    why: 'A locked account cannot log in: unlock it before the application moves.',
    blocks: never,
  },
  'queries an hour': limit,
  'updates an hour': limit,
  'connections an hour': limit,
  'connections at once': limit,
  'statement time': limit,
};
/** Of passwords that are set from now on. */
const otherwise: Consequence = { why: 'It rules passwords that are set later.', blocks: never };

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
    const mend = statements.setAttribute(name, clause, source);
    const difference: ParityDifference = {
      id: `accounts/account/${source.key}/${name}`,
      ...{ area: 'accounts', kind: 'account', object: source.text, part: name, source: clause, target: there, why },
      mend: mend.length === 0 ? null : { on: 'target', statements: statements.script(mend, rds), note: null },
      blocks: blocks(clause, there),
    };
    return [difference];
  });
}

/** Pure: how an account logs in. Salted passwords that look different are not compared: `isUnproved`. */
export function compareLogin(
  source: Account,
  target: Account,
  { statements }: MendTerms,
): { differences: ParityDifference[]; isUnproved: boolean } {
  const [here, there] = [source, target].map(({ plugins }) => plugins.join(' or '));
  const isSamePlugin = here === there;
  if (isSamePlugin && source.credential === target.credential) return { differences: [], isUnproved: false };
  if (isSamePlugin && source.isSalted) return { differences: [], isUnproved: true };
  const part = isSamePlugin ? 'password' : 'authentication';
  const difference: ParityDifference = {
    id: `accounts/account/${source.key}/${part}`,
    ...{ area: 'accounts', kind: 'account', object: source.text, part },
    source: isSamePlugin ? 'its password' : (here ?? ''),
    target: isSamePlugin ? 'another password' : (there ?? ''),
    why: 'The application logs in with the password of the source: the target refuses it.',
    mend: { on: 'source', statements: statements.show(source), note: copyNote('password') },
    blocks: true,
  };
  return { differences: [difference], isUnproved: false };
}

/** How an account, or only its password, is copied by people: Cutover never reads a password hash in clear. */
export function copyNote(what: 'account' | 'password'): string {
  return `It prints the statement with the password hash, which Cutover never reads. Run that on the target${what === 'password' ? ', with ALTER USER in place of CREATE USER' : ''}, after SET SESSION sql_log_bin = 0 (not on Amazon RDS).`;
}
