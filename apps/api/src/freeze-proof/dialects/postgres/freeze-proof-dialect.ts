import { engines } from '@cutover/databases';
import { NotBuilt } from '../../../failures/not-built.js';
import type { FreezeProofDialect } from '../../freeze-proof-dialect.js';
import { exemptSessions } from './exempt-sessions.js';
import { lastWritten } from './last-written.js';
import { readSide } from './read-side.js';
import { postgresSentinel } from './sentinel.js';
import { betweenMarks, sourceWrites, targetWrites } from './writes.js';

/** Runs one ALTER DATABASE on the database that the session is in. */
const alterDatabase = (change: string): string =>
  `DO $$ BEGIN EXECUTE format('ALTER DATABASE %I ${change}', current_database()); END $$;`;
const makeReadOnly = alterDatabase('SET default_transaction_read_only = on');
/** In a session that is read only by the very setting. */
const undoReadOnly = `BEGIN READ WRITE; ${alterDatabase('RESET default_transaction_read_only')} COMMIT;`;

/** PostgreSQL. */
export const postgresFreezeProof: FreezeProofDialect = {
  statements: {
    freeze: makeReadOnly,
    thaw: undoReadOnly,
    closeTarget: makeReadOnly,
    openTarget: undoReadOnly,
    startReplication:
      "DO $$ DECLARE s text; BEGIN FOR s IN SELECT subname FROM pg_subscription WHERE NOT subenabled AND subdbid = (SELECT oid FROM pg_database WHERE datname = current_database()) LOOP EXECUTE format('ALTER SUBSCRIPTION %I ENABLE', s); END LOOP; END $$;",
    showSessions:
      'SELECT pid, usename, client_addr, state, query FROM pg_stat_activity WHERE datname = current_database();',
  },
  advice: {
    noPosition: 'Let Cutover connect to the primary: a standby writes no log of its own.',
    unguarded:
      'Make the database of the target read only for new sessions (ALTER DATABASE … SET default_transaction_read_only = on: a subscription goes on applying), or take their rights to write from the roles there, and start again.',
  },
  readSource: readSide,
  readTarget: readSide,
  // The target stands at the last rows that came, which lie before the end of the log of the source; what comes after it does not.
  // The log goes on for other databases of the server, too: then it counts that nothing was written to this one.
  isFrozenPosition: (_, position, { frozen, hasStoodStill }) =>
    hasStoodStill || engines.postgres.positions.hasReached(frozen, position),
  // A subscriber does not tell its own writes from those that it applies: nobody may write there, and the rows are compared.
  foreignOn: () => Promise.resolve(null),
  ...{ exemptSessions, betweenMarks, sourceWrites, targetWrites, lastWritten, sentinel: postgresSentinel },
  lock: new NotBuilt(
    'Cutover does not freeze PostgreSQL: no lock there stops every writer, and LOCK TABLE needs the right to change each table. Freeze it yourself, and start without freeze',
  ),
};
