import { isRightMissing, type ServerConnection, type StatementBounds } from '@cutover/databases';
import { binlogFilesStatement } from '@cutover/databases/mysql-family';
import { messageOf } from '../../../failures/message-of.js';
import type { ToldLogFile } from '../../encryption-dialect.js';
import {
  firstEventsStatement,
  sinceStartStatement,
  type EventRow,
  type LogFileRow,
  type VariableRow,
} from './statements.js';

/** So many files are looked into in one round: a server may have thousands, and each is one statement. */
const filesARound = 20;

/** Uptime is in whole seconds, and is read some time after the clock. */
const startToleranceMs = 3_000;

interface KnownFile {
  /** null: it could not be read, for `reason`. */
  isEncrypted: boolean | null;
  reason: string | null;
  sizeBytes: number;
}

/** Which list of files it is: RESET MASTER begins another one, and a start of the server may. */
interface ListMark {
  resets: string | null;
  /** On the monotonic clock of this process. */
  startedAtMs: number;
}

/**
 * Which files of the binary log are encrypted. No list of the server says it; the first events of a file do, and they never
 * change, so that each encrypted file is looked into once. All is forgotten when another list of files begins, where other files have
 * the same names; and one of the encrypted files is looked into again in each round, in turn.
 */
export class LogFiles {
  private readonly known = new Map<string, KnownFile>();
  private mark: ListMark | null = null;

  constructor(private readonly server: ServerConnection) {}

  /** Rejects where our account may not read the binary log. A file that cannot be read is unknown by itself. */
  async read(bounds: StatementBounds, nowMs: number): Promise<ToldLogFile[]> {
    await this.forgetAnotherList(bounds, nowMs);
    const files = await this.list(bounds);
    this.forgetAllBut(files);
    const unread = files.filter(({ name }) => !this.known.has(name));
    const open = files.filter(({ name }) => this.known.has(name) && this.known.get(name)?.isEncrypted !== true);
    // The least lately read is the first of the map.
    const [inTurn] = [...this.known].filter(([, { isEncrypted }]) => isEncrypted === true).map(([name]) => name);
    const again = files.filter(({ name }) => name === inTurn);
    const round = [...again, ...unread, ...open].slice(0, filesARound);
    for (const file of round) await this.look(file, bounds);
    // A file that was purged meanwhile is no unread file.
    const hasFailed = round.some(({ name }) => this.known.get(name)?.isEncrypted === null);
    const listed = hasFailed ? await this.list(bounds) : files;
    return listed.map(({ name }) => {
      const { isEncrypted, reason } = this.known.get(name) ?? { isEncrypted: null, reason: null };
      return { name, isEncrypted, reason };
    });
  }

  private async list(bounds: StatementBounds): Promise<{ name: string; sizeBytes: number }[]> {
    const rows = await this.server.query<LogFileRow>(binlogFilesStatement, [], bounds);
    return rows.map(({ Log_name, File_size }) => ({ name: Log_name, sizeBytes: Number(File_size) }));
  }

  private async look({ name, sizeBytes }: { name: string; sizeBytes: number }, bounds: StatementBounds): Promise<void> {
    this.known.delete(name);
    try {
      const events = await this.server.query<EventRow>(firstEventsStatement, [name], bounds);
      const isEncrypted = events.some(({ Event_type }) => Event_type === 'Start_encryption');
      this.known.set(name, { isEncrypted, reason: null, sizeBytes });
    } catch (error) {
      if (isRightMissing(error)) throw error;
      this.known.set(name, { isEncrypted: null, reason: messageOf(error), sizeBytes });
    }
  }

  private async forgetAnotherList(bounds: StatementBounds, nowMs: number): Promise<void> {
    const rows = await this.server.query<VariableRow>(sinceStartStatement, [], bounds);
    const valueOf = (name: string) => rows.find(({ Variable_name }) => Variable_name === name)?.Value ?? null;
    const mark = { resets: valueOf('Com_reset'), startedAtMs: nowMs - Number(valueOf('Uptime')) * 1000 };
    const before = this.mark;
    this.mark = mark;
    if (before === null) return;
    const isSameStart = Math.abs(mark.startedAtMs - before.startedAtMs) <= startToleranceMs;
    if (mark.resets !== before.resets || !isSameStart) this.known.clear();
  }

  private forgetAllBut(files: readonly { name: string; sizeBytes: number }[]): void {
    const sizes = new Map(files.map(({ name, sizeBytes }) => [name, sizeBytes]));
    for (const [name, { sizeBytes }] of this.known) {
      const now = sizes.get(name);
      if (now === undefined || now < sizeBytes) this.known.delete(name);
    }
  }
}
