import type { ServerConnection, StatementBounds } from '@cutover/databases';
import { binlogFilesStatement } from '@cutover/databases/mysql-family';
import type { ToldLogFile } from '../../encryption-dialect.js';
import { firstEventsStatement, type EventRow, type LogFileRow } from './statements.js';

/** So many files are looked into in one round: a server may have thousands, and each is one statement. */
const filesARound = 20;

interface KnownFile {
  isEncrypted: boolean;
  sizeBytes: number;
}

/**
 * Which files of the binary log are encrypted. No list of the server says it; the first events of a file do, and they never
 * change, so that each encrypted file is looked into once. A plain one is looked into again: after RESET MASTER another file
 * may have its name, and one that has become smaller is another file too.
 */
export class LogFiles {
  private readonly known = new Map<string, KnownFile>();

  constructor(private readonly server: ServerConnection) {}

  /** Rejects where our account may not read the binary log. */
  async read(bounds: StatementBounds): Promise<ToldLogFile[]> {
    const rows = await this.server.query<LogFileRow>(binlogFilesStatement, [], bounds);
    const files = rows.map(({ Log_name, File_size }) => ({ name: Log_name, sizeBytes: Number(File_size) }));
    this.forgetAllBut(files);
    const unread = files.filter(({ name }) => !this.known.has(name));
    const plain = files.filter(({ name }) => this.known.get(name)?.isEncrypted === false);
    for (const { name, sizeBytes } of [...unread, ...plain].slice(0, filesARound)) {
      const events = await this.server.query<EventRow>(firstEventsStatement, [name], bounds);
      this.known.set(name, {
        isEncrypted: events.some(({ Event_type }) => Event_type === 'Start_encryption'),
        sizeBytes,
      });
    }
    return files.map(({ name }) => ({ name, isEncrypted: this.known.get(name)?.isEncrypted ?? null }));
  }

  private forgetAllBut(files: readonly { name: string; sizeBytes: number }[]): void {
    const sizes = new Map(files.map(({ name, sizeBytes }) => [name, sizeBytes]));
    for (const [name, { sizeBytes }] of this.known) {
      const now = sizes.get(name);
      if (now === undefined || now < sizeBytes) this.known.delete(name);
    }
  }
}
