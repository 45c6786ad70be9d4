import { gtidCodecs } from '@cutover/databases/mysql-family';
import type { LookPair } from '../../pair-history-dialect.js';
import type { Happening } from '../../pair-look.js';
import { stateGoesOn } from './position-facts.js';

/** A source that lost what it had written was restored, or its binary log was begun anew (RESET MASTER). */
export function sourceHistory({ before, after }: LookPair): Happening | null {
  return goesOn(before['written'], after['written'])
    ? null
    : {
        reason: `the history of the source was begun anew: it had written ${before['written']} and now says ${after['written'] || 'nothing'} (restored, or RESET MASTER)`,
        voids: 'everything',
      };
}

/** A target that was installed anew, or stands at an earlier position than it did. */
export function targetHistory({ before, after }: LookPair): Happening | null {
  const [wasInstalled, isInstalled] = [before['installed'], after['installed']];
  if (wasInstalled !== undefined && isInstalled !== undefined && wasInstalled !== isInstalled)
    return {
      reason: `the target was rebuilt: its table mysql.gtid_slave_pos is of ${isInstalled}, where it was of ${wasInstalled}`,
      voids: 'everything',
    };
  const [had, has] = [before['applied'], after['applied']];
  if (goesOn(had, has, 'position')) return null;
  return {
    reason: `the target went back from ${had} to ${has || 'no position'}: it was restored, or its position was moved by hand`,
    voids: 'equality',
  };
}

/** Pure: MySQL's sets, and the names of its servers, begin with a UUID. */
export function isMysqlUuid(text: string): boolean {
  return /^[0-9a-f]{8}-/i.test(text);
}

/** Pure: whether all that was there before is still there. True where one of both is not known. */
export function goesOn(
  before: string | undefined,
  after: string | undefined,
  kind: 'state' | 'position' = 'state',
): boolean {
  if (!before || after === undefined || before === after) return true;
  if (isMysqlUuid(before)) return gtidCodecs.mysql.hasReached(after, before);
  return kind === 'position' ? gtidCodecs.mariadb.hasReached(after, before) : stateGoesOn(before, after);
}
