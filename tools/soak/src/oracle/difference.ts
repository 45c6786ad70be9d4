import { begunAt, doneAt, type Span } from './span.js';

/** A row, or a whole table, that is not the same on both sides from `begins` to `ends`. */
export class Difference {
  private ends: Span | null = null;

  constructor(
    /** The table itself, whatever it is called at the moment. */
    readonly table: string,
    /** The differing row; null: the whole table. */
    readonly key: string | null,
    readonly what: string,
    private begins: Span,
  ) {}

  /** It is there, for certain. */
  begun(atMs: number): void {
    this.begins = doneAt(this.begins, atMs);
  }

  /** From now on it may be gone. */
  ending(atMs: number): void {
    this.ends ??= begunAt(atMs);
  }

  /** It is gone, for certain. */
  ended(atMs: number): void {
    if (this.ends !== null) this.ends = doneAt(this.ends, atMs);
  }

  /** What was to mend it has failed, and changed nothing. */
  stillStands(): void {
    this.ends = null;
  }

  /** Nobody has begun to mend it. */
  get isStanding(): boolean {
    return this.ends === null;
  }

  get begunByMs(): number {
    return this.begins.toMs;
  }

  /** It was there at every moment of this time. */
  standsThroughout(fromMs: number, toMs: number): boolean {
    return this.begins.toMs <= fromMs && (this.ends === null || this.ends.fromMs >= toMs);
  }

  /** It may have been there at some moment of this time. */
  mayStandIn(fromMs: number, toMs: number): boolean {
    return this.begins.fromMs <= toMs && (this.ends === null || this.ends.toMs >= fromMs);
  }

  describe(): string {
    const until = this.ends === null ? 'still there' : `until ${printSpan(this.ends)}`;
    return `${this.table}${this.key === null ? '' : ` ${this.key}`}: ${this.what}, from ${printSpan(this.begins)}, ${until}`;
  }
}

function printSpan({ fromMs, toMs }: Span): string {
  const to = toMs === Infinity ? '?' : new Date(toMs).toISOString().slice(11);
  return `${new Date(fromMs).toISOString().slice(11)}…${to}`;
}
