import { begunAt, doneAt, type Span } from './span.js';

interface Name {
  readonly table: string;
  readonly name: string;
  since: Span;
  until: Span | null;
}

/** What has come of it. */
export interface Renaming {
  done(atMs: number): void;
  /** The names are what they were. */
  failed(): void;
}

/** What each table was called when. A table keeps its identity, which is its first name, when it is renamed. */
export class TableNames {
  private readonly names: Name[] = [];

  constructor(tables: readonly string[]) {
    for (const table of tables)
      this.names.push({ table, name: table, since: { fromMs: -Infinity, toMs: -Infinity }, until: null });
  }

  /** Tables are being renamed, from `fromMs` on. Call what is returned when it is done. */
  rename(moves: readonly { from: string; to: string }[], fromMs: number): Renaming {
    const old = moves.map(({ from }) => this.current(from));
    const fresh = moves.map(({ to }, index): Name => {
      return { table: old[index]!.table, name: to, since: begunAt(fromMs), until: null };
    });
    for (const name of old) name.until = begunAt(fromMs);
    this.names.push(...fresh);
    return {
      done: (atMs) => {
        for (const name of old) name.until = doneAt(name.until!, atMs);
        for (const name of fresh) name.since = doneAt(name.since, atMs);
      },
      failed: () => {
        for (const name of old) name.until = null;
        for (const name of fresh) this.names.splice(this.names.indexOf(name), 1);
      },
    };
  }

  /** The tables that may have had this name at some moment of this time. */
  tablesNamed(name: string, fromMs: number, toMs: number): string[] {
    const found = this.names.filter(
      (each) => each.name === name && each.since.fromMs <= toMs && (each.until === null || each.until.toMs >= fromMs),
    );
    return [...new Set(found.map(({ table }) => table))];
  }

  /** What this table is called now. */
  nameOf(table: string): string {
    return this.names.find((each) => each.table === table && each.until === null)!.name;
  }

  /** The names in use now. */
  all(): string[] {
    return this.names.filter(({ until }) => until === null).map(({ name }) => name);
  }

  private current(name: string): Name {
    const found = this.names.find((each) => each.name === name && each.until === null);
    if (found === undefined) throw new Error(`No table is called ${name}`);
    return found;
  }
}
