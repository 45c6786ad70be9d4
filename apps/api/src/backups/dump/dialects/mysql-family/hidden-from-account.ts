import { readVisibleRights, routineRight, seesRoutines, type FamilyEngine } from '@cutover/databases/mysql-family';
import { grantStatement, wholeDatabase } from '@cutover/databases/suggested-statements';
import type { HiddenFromAccount } from '../../dump-dialect.js';

/**
 * Rights without which a client dumps less, and ends well all the same: the server lists to an account the tables, triggers, routines and
 * events alone that it has a right to. Tried with mariadb-dump 10.11: without TRIGGER there is no trigger in the dump.
 */
const needed = ['SELECT', 'SHOW VIEW', 'TRIGGER', 'EVENT'];

/** Longer than this the rights of an account are never waited for. */
const timeoutMs = 10_000;

export const hiddenFromAccount =
  (engine: FamilyEngine): HiddenFromAccount =>
  async (server, account, databases) => {
    const rights = await readVisibleRights(server, engine, { timeoutMs });
    return new Map(
      databases.flatMap((database): [string, string][] => {
        const missing = needed.filter((right) => !rights.onDatabase(right, database));
        const grants = [
          // A closer grant overrules a pattern, so that it repeats what that gives.
          ...(missing.length === 0
            ? []
            : [
                `${[...new Set([...rights.byPattern(database), ...missing])].join(', ')} ON ${wholeDatabase(database)}`,
              ]),
          ...(seesRoutines[engine](rights, [database]) ? [] : [routineRight[engine]]),
        ];
        if (grants.length === 0) return [];
        const statements = grants.map((grant) => grantStatement(grant, { account, rds: false }));
        return [
          [
            database,
            `The account may not see all of ${database} (tables, views, triggers, events, routines), and what it does not see would be missing from the backup. Run on the server: ${statements.join(' ')}`,
          ],
        ];
      }),
    );
  };
