import type { EncryptionKeys, EncryptionPart, EncryptionStuck, Tablespace } from '@cutover/contracts';
import type { ServerConnection, StatementBounds } from '@cutover/databases';

/** A tablespace as its server tells it; which tables are watched the server does not know. */
export type ToldTablespace = Omit<Tablespace, 'isWatched'>;

/** One file of the binary log. */
export interface ToldLogFile {
  name: string;
  /** null: not looked at yet. */
  isEncrypted: boolean | null;
  /** Why it could not be looked into; null: it was, or its turn has not come. */
  reason: string | null;
}

/** What a part of the server tells, or why it does not. */
export type Told<Value> =
  | { value: Value }
  /** `grant`: the statement that gives our account the right; null: it is no question of rights. */
  | { value: null; reason: string; grant: string | null };

/** All that one server tells of its encryption at rest. */
export interface ToldEncryption {
  tablespaces: Told<ToldTablespace[]>;
  parts: EncryptionPart[];
  /** The statement that makes our account see tables outside InnoDB everywhere; null: it sees all. */
  hiddenTablesGrant: string | null;
  /** null: not told. */
  keys: Pick<EncryptionKeys, 'provider' | 'rotation'> | null;
  /** Why nothing becomes encrypted by itself at the moment; null: it does, or nothing on this engine ever does. */
  standstill: EncryptionStuck | null;
  logs: Told<ToldLogFile[]>;
  /** How plain log files go. */
  logsAction: string;
  requiresTls: boolean | null;
}

/** Reads one server again and again, and remembers what need not be read each time. */
export interface EncryptionReader {
  /** Rejects where nothing at all can be read. `nowMs` is monotonic. */
  read(bounds: StatementBounds, nowMs: number): Promise<ToldEncryption>;
}

/** Encryption is told in another way by each engine: dialects/registry.ts. */
export interface EncryptionDialect {
  readerOf(server: ServerConnection): EncryptionReader;
}
