import { StatementCancelled, type ConnectionRoom, type ServerConnection, type TimedReading } from '@cutover/databases';

/** What the links to all databases of one server share. */
export interface SharedServer {
  /** Their names, in the order of the configuration. */
  databases: readonly string[];
  room: ConnectionRoom;
  readings: SharedReadings;
}

interface Kept {
  /** Of the server that was read. */
  fingerprint: string;
  /** When it was begun; monotonic. */
  begunMs: number;
  reading: Promise<{ value: unknown; endedMs: number }>;
}

/**
 * What is of one server, whichever of its databases asks: read once for all that ask at about the same time. Nothing is taken from
 * another server, or from before the server was away. A reading that failed is told to those that waited for it, and not kept.
 */
export class SharedReadings {
  private readonly kept = new Map<string, Kept>();

  constructor(private readonly monotonicMs: () => number) {}

  /** The reading of that name, if it was begun less than `freshMs` ago; else `read` anew. Rejects as `read`. */
  async read<T>(name: string, fingerprint: string, freshMs: number, read: () => Promise<T>): Promise<TimedReading<T>> {
    const last = this.kept.get(name);
    const nowMs = this.monotonicMs();
    if (last === undefined || last.fingerprint !== fingerprint || nowMs - last.begunMs >= freshMs)
      return { value: await this.begin(name, { fingerprint, begunMs: nowMs }, read), ageMs: 0 };
    try {
      const { value, endedMs } = await last.reading;
      return { value: value as T, ageMs: this.monotonicMs() - endedMs };
    } catch (error) {
      // The round of another database was ended, which says nothing of this one's.
      if (!(error instanceof StatementCancelled)) throw error;
      return this.read(name, fingerprint, freshMs, read);
    }
  }

  /** The server went away: what was read says nothing of what comes back. */
  forget(): void {
    this.kept.clear();
  }

  private async begin<T>(name: string, begun: Omit<Kept, 'reading'>, read: () => Promise<T>): Promise<T> {
    const reading = read().then((value) => ({ value, endedMs: this.monotonicMs() }));
    const kept = { ...begun, reading };
    this.kept.set(name, kept);
    try {
      return (await reading).value;
    } catch (error) {
      if (this.kept.get(name) === kept) this.kept.delete(name);
      throw error;
    }
  }
}

/** The database of a connection that shares nothing, as `ServerConnection.ofServer` passes it on. */
export function databasesOf({ database }: Pick<ServerConnection, 'database'>): string[] {
  return database === null ? [] : [database];
}
