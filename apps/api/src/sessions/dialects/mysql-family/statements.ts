import type { FamilyEngine } from '@cutover/databases/mysql-family';
import { listedHoldUps } from '@cutover/contracts';

/** What the server knows of a session. */
export interface SessionRow {
  id: string | number;
  user: string;
  host: string | null;
  command: string;
  seconds: string | number;
  state: string | null;
  /** The first characters of its statement; null: none. */
  info: string | null;
}

/** MySQL's older list of sessions holds a lock that every connect needs. Both show other accounts' sessions with PROCESS only. */
const lists: Readonly<Record<FamilyEngine, string>> = {
  mariadb: 'information_schema.PROCESSLIST',
  mysql: 'performance_schema.processlist',
};

/** The user of this session, whose name may hold an @: Cutover itself is no finding. */
const ourUser = "LEFT(USER(), CHAR_LENGTH(USER()) - CHAR_LENGTH(SUBSTRING_INDEX(USER(), '@', -1)) - 1)";

/** Of a statement more is not needed to know what it does, and there may be megabytes of it. */
const readCharacters = 1000;

/**
 * Transactions open for at least `?` seconds, the oldest first, without those of replication and ours. `trx_started` is local
 * time of the server's process, whatever time_zone says (field_store_time_t in i_s.cc of both servers). Needs PROCESS, and is
 * denied without it.
 */
export function transactionsStatement(engine: FamilyEngine): string {
  return `
    SELECT p.ID AS id, p.USER AS user, p.HOST AS host, p.COMMAND AS command, p.STATE AS state,
           LEFT(p.INFO, ${readCharacters}) AS info,
           GREATEST(TIMESTAMPDIFF(SECOND, t.trx_started, CONVERT_TZ(UTC_TIMESTAMP(), '+00:00', 'SYSTEM')), 0) AS seconds
    FROM information_schema.INNODB_TRX t JOIN ${lists[engine]} p ON p.ID = t.trx_mysql_thread_id
    WHERE p.USER NOT IN ('system user', ${ourUser})
    HAVING seconds >= ? ORDER BY seconds DESC LIMIT ${listedHoldUps}`;
}

/** Statements that begin so may change a definition or make a backup; comments may stand before them. mysqldump reads in its own words. */
const telling =
  '^([[:space:]]|/[*].*[*]/)*(ALTER|CREATE|DROP|RENAME|TRUNCATE|OPTIMIZE|REPAIR|BACKUP|FLUSH|LOCK|SELECT /[*]!40001)';

/** Sessions that wait for a lock of the server, or whose statement tells. From memory; opens no table. */
export function workingStatement(engine: FamilyEngine): string {
  return `
    SELECT ID AS id, USER AS user, HOST AS host, COMMAND AS command, TIME AS seconds, STATE AS state,
           LEFT(INFO, ${readCharacters}) AS info
    FROM ${lists[engine]}
    WHERE COMMAND NOT IN ('Sleep', 'Daemon') AND USER <> ${ourUser}
      AND (STATE LIKE 'Waiting for%lock' OR LEFT(INFO, 200) RLIKE '${telling}')
    ORDER BY TIME DESC LIMIT ${4 * listedHoldUps}`;
}

/** A transaction that was prepared (XA PREPARE) and neither committed nor rolled back. MySQL asks for XA_RECOVER_ADMIN. */
export interface PreparedRow {
  formatID: string | number;
  gtrid_length: string | number;
  bqual_length: string | number;
  /** MariaDB: as XA statements want it. MySQL: one number in hex for both parts. */
  data: string;
}

export const preparedStatements: Readonly<Record<FamilyEngine, string>> = {
  mariadb: "XA RECOVER FORMAT = 'SQL'",
  mysql: 'XA RECOVER CONVERT XID',
};
