import { engines } from '@cutover/databases';
import type { FreezeProofDialect } from '../../freeze-proof-dialect.js';
import { betweenMarks } from './between-places.js';
import { exemptSessions } from './exempt-sessions.js';
import { lastWritten } from './last-written.js';
import { readLock } from './read-lock.js';
import { foreignOn, readSource, readTarget } from './read-side.js';
import { familySentinel } from './sentinel.js';
import { sourceWrites, targetWrites } from './writes-since.js';

/** MariaDB and MySQL. */
export const mysqlFamilyFreezeProof: FreezeProofDialect = {
  statements: {
    freeze: 'SET GLOBAL read_only = ON;',
    thaw: 'SET GLOBAL read_only = OFF;',
    closeTarget: 'SET GLOBAL read_only = ON;',
    openTarget: 'SET GLOBAL read_only = OFF;',
    startReplication: 'START REPLICA;',
    showSessions: 'SHOW FULL PROCESSLIST;',
  },
  advice: {
    noPosition: 'Turn its binary log on (log_bin, with MySQL gtid_mode = ON), and let the target replicate by GTID.',
    unguarded: 'Make the target read only before the freeze, turn its binary log on, and start again.',
  },
  ...{ readSource, readTarget, foreignOn, exemptSessions, targetWrites, lastWritten },
  isFrozenPosition: (engine, position, { frozen }) => {
    const { hasReached } = engines[engine].positions;
    return hasReached(position, frozen) && hasReached(frozen, position);
  },
  betweenMarks: ({ source }, from, to, bounds) => betweenMarks(source, from, to, bounds),
  sourceWrites: ({ source }, mark, bounds) => sourceWrites(source, mark, bounds),
  ...{ sentinel: familySentinel, lock: readLock },
};
