import { roles, type HoldUp, type HoldUpKind, type Role, type Severity, type SideSessions } from '@cutover/contracts';
import { inWords } from '../checks/texts/in-words.js';
import { nothingKnown, passing, type Check, type CheckReading, type Found } from '../evidence/check.js';
import { runOn } from '../evidence/suggest.js';

/** What one check says of one kind. */
export interface HoldUpWords {
  id: string;
  kind: HoldUpKind;
  severity: Severity;
  claim: string;
  /** Goes before the sessions: `On the source a transaction is open`. */
  headline(role: Role): string;
  /** What to do about the first of them. */
  action(role: Role): string;
  /** Ending it is a way out, and the statement for that is offered. */
  isEnded: boolean;
}

/** A check of what sessions hold up. It warns and never blocks: whatever it is ends, or is ended, before the freeze. */
export function holdUpCheck(words: HoldUpWords): Check {
  return {
    id: words.id,
    claim: words.claim,
    blocks: 'never',
    needs: 'both',
    policy: passing,
    judge: (evidence): CheckReading => {
      const { sessions } = evidence;
      if (sessions === null) return nothingKnown;
      const isGood = (role: Role): boolean => findOn(words, role, sessions[role], sessions.measuredAt) === null;
      const found = roles.flatMap((role) => findOn(words, role, sessions[role], sessions.measuredAt) ?? []);
      return {
        found,
        rest: 'pass',
        otherwise: (subject) =>
          roles.some((role) => role === subject && isGood(role))
            ? { kind: 'pass', evidence: sessions.measuredAt }
            : { kind: 'unknown' },
      };
    },
  };
}

/** The side as a whole is the subject: sessions come and go, and each would make an alert of its own. */
function findOn(words: HoldUpWords, role: Role, side: SideSessions, evidence: string): Found | null {
  const [first, ...others] = side.holdUps.filter(({ kind }) => kind === words.kind);
  if (first !== undefined) {
    const more = others.length === 0 ? '' : `; ${others.length} more`;
    const message = `${words.headline(role)}: ${describeHoldUp(first)}${more}`;
    const { severity } = words;
    const statements = words.isEnded ? runOn(role, first.end && `${first.end};`) : [];
    const items = [first, ...others].map(({ name, account }) => `${name} of ${account ?? 'nobody'}`);
    const found = { subject: role, side: role, evidence, items, statements };
    return { ...found, outcome: 'fail', severity, message, action: words.action(role) };
  }
  const unknown = side.unknown.find(({ kind }) => kind === words.kind);
  if (unknown === undefined) return null;
  const claim = `${words.claim.charAt(0).toLowerCase()}${words.claim.slice(1)}`;
  const message = `Whether on the ${role} ${claim} is unknown: ${unknown.reason}`;
  const action =
    unknown.grant === null
      ? 'Remove the reason: it is looked at again within seconds.'
      : 'Give our account the right to see it.';
  const statements = runOn(role, unknown.grant);
  return { subject: role, side: role, evidence, outcome: 'unknown', severity: 'INFO', message, action, statements };
}

/** `session 812 of app@10.0.0.3 for 43 min, idle`. */
export function describeHoldUp({ name, account, forSeconds, isIdle, doing, behind }: HoldUp): string {
  const who = account === null ? name : `${name} of ${account}`;
  const time = forSeconds === null ? '' : ` for ${inWords(forSeconds)}`;
  const what = doing === null ? (isIdle ? ', idle' : '') : ` (${doing})`;
  return `${who}${time}${what}${behind === null ? '' : `, behind ${behind}`}`;
}
