import type { EncryptionPart, EncryptionSide, Tablespace } from '@cutover/contracts';
import { nothingKnown, proven, type Check, type CheckReading, type Found } from '../../evidence/check.js';
import { runOn } from '../../evidence/suggest.js';
import { bytesText, durationText } from '../../checks/texts/amounts-text.js';
import { onTheTarget } from '../on-the-target.js';
import { isComplete, percentOf } from '../progress/progress-of.js';

/** So many tablespaces that will never become encrypted are named one by one; the page and the API have all of them. */
const namedOneByOne = 10;

const lookAtThem = 'GET /api/migrations/…/encryption, or the section “Encryption” of the page, names each.';

/** So many of those that wait, or that SQL does not tell of, are named in the sentence about all of them. */
const namedTogether = 3;

/** Tablespaces that become encrypted by themselves. */
function underWay(side: EncryptionSide, all: readonly Tablespace[]): Found[] {
  const { progress, measuredAt } = side;
  if (progress === null) return [];
  const { plain = 0, rotating = 0, unknown = 0 } = progress.tablespaces;
  const found: Found[] = [];
  if (plain + rotating > 0) {
    const percent = percentOf(progress);
    const left = progress.secondsLeft === null ? '' : `, about ${durationText(progress.secondsLeft)} left`;
    const size = `${percent ?? 0} % of ${bytesText(progress.totalBytes)}`;
    found.push({
      ...{ subject: 'target', outcome: 'fail', severity: 'INFO', evidence: measuredAt },
      message: `Encryption of the target: ${size} done; ${tablespacesText(plain + rotating)} not encrypted yet${namesOf(all, ['plain', 'rotating'])}${left}`,
      action:
        progress.stuck === null
          ? 'Wait: it goes on by itself.'
          : `It does not go on by itself: ${progress.stuck.message}. ${onTheTarget(progress.stuck.action)}`,
      statements: runOn('target', progress.stuck?.statement),
      items: all.filter(({ state }) => state === 'plain' || state === 'rotating').map(({ name }) => name),
    });
  }
  if (unknown > 0)
    found.push({
      ...{ subject: 'tables of other storage engines', outcome: 'unknown', severity: 'INFO', evidence: measuredAt },
      items: all.filter(({ state }) => state === 'unknown').map(({ name }) => name),
      message: `Whether ${tablespacesText(unknown)} of the target ${unknown === 1 ? 'is' : 'are'} encrypted is not to be seen by SQL${namesOf(all, ['unknown'])}`,
      action: `Change their storage engine to InnoDB. ${lookAtThem}`,
    });
  return found;
}

/** Tablespaces that somebody must encrypt. */
function never({ measuredAt }: EncryptionSide, tablespaces: readonly Tablespace[]): Found[] {
  const all = tablespaces.filter(({ state }) => state === 'never');
  const fail = { outcome: 'fail', severity: 'WARNING', evidence: measuredAt } as const;
  const named = all.slice(0, namedOneByOne).map((each): Found => ({
    ...{ ...fail, subject: each.table ?? each.name },
    message: `${each.table ?? each.name} stays plain on the target: ${each.note ?? 'it is not to be encrypted'}`,
    action: each.action === null ? lookAtThem : 'Encrypt it. The statement rewrites the table, which takes its time.',
    statements: runOn('target', each.action),
    ...(each.isWatched && each.table !== null ? { tables: [each.table] } : {}),
  }));
  const more = all.length - named.length;
  if (more <= 0) return named;
  const message = `${tablespacesText(more)} more stay plain on the target`;
  const items = all.slice(namedOneByOne).map(({ name }) => name);
  const action = `Encrypt them too. ${lookAtThem}`;
  return [...named, { ...fail, subject: 'further tablespaces', message, action, items }];
}

function partsOf({ parts, measuredAt }: EncryptionSide): Found[] {
  return parts.flatMap((part): Found[] => {
    if (!part.isRequired || part.state === 'encrypted' || part.state === 'unused') return [];
    const outcome = part.state === 'plain' ? 'fail' : 'unknown';
    return [
      {
        ...{ subject: part.part, outcome, severity: outcome === 'fail' ? 'WARNING' : 'INFO', evidence: measuredAt },
        message: partMessage(part),
        action: part.action ?? 'Remove the reason: it is read again within seconds.',
        statements: runOn('target', part.statement),
      },
    ];
  });
}

function partMessage({ label, state, setting, hint }: EncryptionPart): string {
  if (state === 'plain') return `${label} of the target: not encrypted (${setting ?? 'by its setting'})`;
  return `${label} of the target: unknown whether encrypted${hint === null ? '' : `. ${hint}`}`;
}

function unread({ reason, grants, measuredAt }: EncryptionSide): Found {
  const action =
    grants.length > 0
      ? 'Give our account the right: it is read again within seconds.'
      : 'Remove the reason: it is read again within seconds.';
  return {
    ...{ subject: 'target', outcome: 'unknown', severity: 'INFO', evidence: measuredAt, action },
    statements: runOn('target', ...grants),
    message: `Whether the target is encrypted is unknown: ${reason ?? 'it did not say'}`,
  };
}

/**
 * Nobody but who runs the disk can say it, and a waiver keeps who did: it is shown as waived, never as passed. It is given for the
 * disk of one server: with another target the finding is open again.
 */
function unattested({ server, reason, measuredAt }: EncryptionSide): Found {
  return {
    ...{ subject: 'target', outcome: 'unknown', severity: 'INFO', evidence: measuredAt },
    items: [server],
    message: `Whether the disk of the target ${server} is encrypted is unknown: ${reason ?? 'it did not say'}`,
    action:
      'See that the volume with its data directory, its tablespaces, its log and its backups is encrypted (LUKS, or that of the provider), and answer for it: waive this finding with what you have seen. On Amazon RDS set rds: true, and AWS is asked.',
  };
}

/**
 * Everything that the target writes to its disks is encrypted: that is why the migration is made. Databases that are not
 * watched count too. What takes its time is no alert; what nobody will ever encrypt, and a setting that is off, is one.
 */
export const encryptionIncompleteCheck: Check = {
  id: 'encryption-incomplete',
  claim:
    'All that the target itself writes to its disks is encrypted, but for its logs of statements (general, slow, audit) and the Aria log (on Amazon RDS: rds-encrypted)',
  blocks: 'unless-passed',
  needs: 'target',
  policy: proven,
  judge: ({ encryption: { target, tablespaces } }): CheckReading => {
    if (target === null) return nothingKnown;
    // The storage below the server is encrypted, or is not: `rds-encrypted` says so, and blocks.
    if (target.basis === 'not-from-sql') return passes(target.measuredAt);
    if (target.basis === 'disk')
      return { found: [unattested(target)], rest: 'unknown', otherwise: () => ({ kind: 'unknown' }) };
    const found =
      target.progress === null ? [unread(target)] : [...underWay(target, tablespaces), ...never(target, tablespaces)];
    const all = [...found, ...partsOf(target)];
    const isGood = all.length === 0 && target.progress !== null && isComplete(target.progress);
    return {
      found: all,
      rest: isGood ? 'pass' : 'unknown',
      // Of a part, or a table, that no finding names while the rest is known nothing is wrong any more.
      otherwise: () => (target.progress === null ? { kind: 'unknown' } : { kind: 'pass', evidence: target.measuredAt }),
    };
  },
};

function passes(evidence: string): CheckReading {
  return { found: [], rest: 'pass', otherwise: () => ({ kind: 'pass', evidence }) };
}

function namesOf(all: readonly Tablespace[], states: readonly Tablespace['state'][]): string {
  const names = all.filter(({ state }) => states.includes(state)).map(({ table, name }) => table ?? name);
  if (names.length === 0) return '';
  const more = names.length - namedTogether;
  return ` (${names.slice(0, namedTogether).join(', ')}${more > 0 ? ` and ${more} more` : ''})`;
}

function tablespacesText(count: number): string {
  return `${count} ${count === 1 ? 'tablespace' : 'tablespaces'}`;
}
