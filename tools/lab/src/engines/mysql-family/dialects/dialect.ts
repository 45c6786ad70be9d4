import type { Role } from '../../../roles.js';
import type { LabPlace } from '../../engine.js';
import type { ServerSettings } from '../server/server-settings.js';
import type { ReplicationState } from '../replication-state.js';
import type { Row } from '../admin.js';

/** How the target reaches the source. */
export interface ReplicationSource {
  readonly port: number;
  readonly account: string;
  readonly password: string;
  readonly tls: { readonly ca: string; readonly cert: string; readonly key: string };
}

/** What the lab says to one family of servers and not to the other. Everything else it says is the same. */
export interface Dialect {
  /** Section of the defaults file, and name of the server's program. */
  readonly serverProgram: 'mariadbd' | 'mysqld';
  /** Makes the system tables; the defaults file is written already. */
  installSystemTables(settings: ServerSettings): Promise<void>;
  /** The processes that make them for one side of this lab. */
  findInstallers(place: LabPlace, role: Role): readonly number[];
  /** Lines of the defaults file (`name = value`, not quoted), beside those that are the same everywhere. */
  options(settings: ServerSettings): readonly string[];
  /** Leaves one account, root with this password. */
  secureRoot(password: string): readonly string[];
  /** The rights the product needs, and no more; `account` is quoted. */
  grants(role: Role, read: string, account: string): readonly string[];
  /** Setting the same password twice stores two strings, so that nobody can see that it is the same. */
  readonly hasSaltedPasswords: boolean;
  /** Encrypts what the server itself made before it had a key; for the target. */
  readonly encryptServerTables: readonly string[];
  /** From then on the target makes plain tables, whatever its configuration says. */
  readonly beginPlain: readonly string[];
  /** From then on it encrypts them in the background, slowly enough to be watched. */
  encryptSlowly(rows: number): readonly string[];
  /** Begins the binary log anew, so that there is no position. */
  readonly resetBinaryLog: string;
  /** `gtid`: what the source has written. */
  readonly sourceGtidStatement: string;
  /** Statements that make a target replicate from the first transaction on; they do not start it. */
  followFromStart(source: ReplicationSource): readonly string[];
  readonly startReplication: string;
  readonly replicationStatusStatement: string;
  readReplicationStatus(row: Row): ReplicationState;
  /** `outcome` is 0 when the position was reached. Parameters: position, seconds. */
  readonly waitStatement: string;
  /** Bounds every statement of the session. */
  statementLimit(seconds: number): string;
  /** A statement written for MariaDB in the words of this family. */
  translate(sql: string): string;
}
