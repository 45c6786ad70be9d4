import type { FamilyEngine } from './server-identity.js';
import type { VisibleRights } from './visible-rights.js';

/** What shows all of them. Source: MariaDB manual, ROUTINES table (mysql.proc; SHOW CREATE ROUTINE from 11.3); MySQL manual, SHOW_ROUTINE. */
export const routineRight: Record<FamilyEngine, string> = {
  mariadb: 'SELECT ON `mysql`.`proc`',
  mysql: 'SHOW_ROUTINE ON *.*',
};

/** Whether the account surely sees every procedure and function of these databases. */
export const seesRoutines: Record<FamilyEngine, (rights: VisibleRights, databases: readonly string[]) => boolean> = {
  mariadb: (rights, databases) =>
    rights.onTable('SELECT', 'mysql', 'proc') ||
    databases.every((database) => rights.onDatabase('SHOW CREATE ROUTINE', database)),
  // SELECT shows them where it is given on everything, less the databases for which it was revoked in part.
  mysql: (rights, databases) =>
    rights.everywhere('SHOW_ROUTINE') ||
    (rights.everywhere('SELECT') && databases.every((database) => rights.onDatabase('SELECT', database))),
};
