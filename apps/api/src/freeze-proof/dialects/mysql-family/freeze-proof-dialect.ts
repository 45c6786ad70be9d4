import type { FreezeProofDialect } from '../../freeze-proof-dialect.js';
import { betweenPlaces } from './between-places.js';
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
    startReplication: 'START REPLICA;',
    showSessions: 'SHOW FULL PROCESSLIST;',
  },
  betweenPlaces,
  ...{ readSource, readTarget, foreignOn, exemptSessions, sourceWrites, targetWrites, lastWritten },
  ...{ sentinel: familySentinel, lock: readLock },
};
