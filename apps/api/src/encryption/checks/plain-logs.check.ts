import type { EncryptionSide } from '@cutover/contracts';
import { nothingKnown, proven, type Check, type CheckReading, type Found } from '../../evidence/check.js';
import { runOn } from '../../evidence/suggest.js';
import { onTheTarget } from '../on-the-target.js';

/** Files that are not named are told by their number: one more is news. */
function filesOf({ plain: count, plainFiles }: NonNullable<EncryptionSide['logs']>): string[] {
  const more = count - plainFiles.length;
  return more > 0 ? [...plainFiles, `${more} more files`] : plainFiles;
}

function plain({ logs, measuredAt }: EncryptionSide): Found[] {
  if (logs === null || logs.plain === 0) return [];
  const [first, second] = logs.plainFiles;
  const names = [first, second].filter((name) => name !== undefined).join(', ');
  const more = logs.plain > 2 ? ` and ${logs.plain - 2} more` : '';
  return [
    {
      ...{ subject: 'plain files', outcome: 'fail', severity: 'WARNING', evidence: measuredAt },
      message: `Rows can be read in ${logs.plain} of ${logs.total} files of the target’s binary log, which are not encrypted: ${names}${more}`,
      action: onTheTarget(logs.action ?? 'Purge them when nobody needs them.'),
      items: filesOf(logs),
    },
  ];
}

function unknown({ logs, logsReason, grants, measuredAt }: EncryptionSide): Found[] {
  if (logs !== null && logs.unknown === 0) return [];
  const which = logs === null ? 'files' : `${logs.unknown} of ${logs.total} files`;
  return [
    {
      ...{ subject: 'unread files', outcome: 'unknown', severity: 'INFO', evidence: measuredAt },
      message: `Whether ${which} of the target’s binary log are encrypted is unknown: ${logsReason ?? 'they are looked into one after the other'}`,
      action:
        grants.length > 0
          ? 'Give our account the right: they are read again within seconds.'
          : logsReason === null
            ? 'Wait: they are read within seconds.'
            : onTheTarget(
                'A file that is gone from the disk leaves the list by PURGE BINARY LOGS; else remove the reason: it is read again within seconds.',
              ),
      statements: runOn('target', ...grants),
    },
  ];
}

/**
 * A file of the binary log stays as it was written, whatever the setting says now. A file that is known to be plain holds rows
 * that anybody with the disk can read. The setting says what is written now and nothing of the files before it: what could not be read
 * is not known to be encrypted, and blocks too.
 */
export const plainLogsCheck: Check = {
  id: 'plain-logs',
  engines: ['mariadb', 'mysql'],
  claim: 'Every file of the target’s binary log is encrypted',
  blocks: 'unless-passed',
  needs: 'target',
  policy: proven,
  judge: ({ encryption: { target } }): CheckReading => {
    if (target === null) return nothingKnown;
    // The storage below the server is encrypted, or is not: `rds-encrypted` says so, and blocks.
    if (target.basis === 'not-from-sql')
      return { found: [], rest: 'pass', otherwise: () => ({ kind: 'pass', evidence: target.measuredAt }) };
    const isKnown = target.logs !== null && target.logs.unknown === 0;
    return {
      found: [...plain(target), ...unknown(target)],
      rest: isKnown ? 'pass' : 'unknown',
      otherwise: () => (isKnown ? { kind: 'pass', evidence: target.measuredAt } : { kind: 'unknown' }),
    };
  },
};
