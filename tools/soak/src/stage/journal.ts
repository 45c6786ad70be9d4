import { appendFileSync } from 'node:fs';
import { join } from 'node:path';

export interface JournalEntry {
  readonly atMs: number;
  readonly untilMs: number;
  readonly action: string;
  readonly what: string;
}

/** What was done when, in memory and in `journal.jsonl`. */
export class Journal {
  readonly entries: JournalEntry[] = [];
  private readonly counts = new Map<string, number>();

  constructor(private readonly folder: string) {}

  note(action: string, what: string, atMs: number): void {
    const entry = { atMs, untilMs: Date.now(), action, what };
    this.entries.push(entry);
    this.counts.set(action, (this.counts.get(action) ?? 0) + 1);
    const at = new Date(atMs).toISOString();
    appendFileSync(join(this.folder, 'journal.jsonl'), `${JSON.stringify({ at, ...entry })}\n`);
  }

  /** How often each action was done. */
  tally(): readonly (readonly [string, number])[] {
    return [...this.counts].sort(([one], [other]) => one.localeCompare(other));
  }

  /** What was done in this time, and the last things before it. */
  around(fromMs: number, toMs: number): JournalEntry[] {
    const first = this.entries.findIndex(({ untilMs }) => untilMs >= fromMs);
    const start = first < 0 ? this.entries.length : first;
    return this.entries.slice(Math.max(0, start - 6)).filter(({ atMs }) => atMs <= toMs);
  }
}
