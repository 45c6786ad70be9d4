/** A map that forgets: entries after `lifetimeMs`, and the oldest when there are more than `maxEntries`. */
export class RecentEntries<Value> {
  private readonly entries = new Map<string, { value: Value; untilMs: number }>();

  constructor(
    private readonly maxEntries: number,
    private readonly lifetimeMs: number,
  ) {}

  get(key: string, nowMs: number): Value | undefined {
    const entry = this.entries.get(key);
    if (entry === undefined) return undefined;
    if (entry.untilMs > nowMs) return entry.value;
    this.entries.delete(key);
    return undefined;
  }

  /** Puts or replaces; the entry's life begins again. */
  set(key: string, value: Value, nowMs: number): void {
    this.entries.delete(key);
    this.entries.set(key, { value, untilMs: nowMs + this.lifetimeMs });
    if (this.entries.size > this.maxEntries) this.entries.delete(this.entries.keys().next().value as string);
  }

  delete(key: string): void {
    this.entries.delete(key);
  }

  get size(): number {
    return this.entries.size;
  }
}
