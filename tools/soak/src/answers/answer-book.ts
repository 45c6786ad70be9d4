import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Fault } from '../oracle/fault.js';
import type { Answer } from './answer.js';

/** So long the truth about a moment may still become more exact: what was begun is confirmed, or known to have failed. */
const settlesAfterMs = 60_000;

/** Keeps every answer until the truth about its time is settled, then judges it. */
export class AnswerBook {
  readonly faults: Fault[] = [];
  private waiting: Answer[] = [];
  private readonly seen = new Set<string>();
  private readonly counts = new Map<string, number>();
  private readonly faulted = new Set<string>();

  constructor(
    private readonly folder: string,
    private readonly onFault: (fault: Fault) => void,
  ) {}

  /** `identity`: the same answer is given again and again, and is judged once. */
  add(answer: Answer, identity: string | null = null): void {
    if (identity !== null && this.seen.has(identity)) return;
    if (identity !== null) this.seen.add(identity);
    this.waiting.push(answer);
    const title = `${answer.who}: ${answer.says}`;
    this.counts.set(title, (this.counts.get(title) ?? 0) + 1);
    const { who, says, given } = answer;
    const line = JSON.stringify({ at: new Date(answer.atMs).toISOString(), who, says, given });
    appendFileSync(join(this.folder, 'answers.jsonl'), `${line}\n`);
  }

  /** Judges what was said before this moment by so much. */
  judgeSettled(nowMs: number): void {
    this.judge(({ atMs }) => atMs <= nowMs - settlesAfterMs);
  }

  judgeAll(): void {
    this.judge(() => true);
  }

  /** A fault that was found otherwise than in an answer. */
  addFault(fault: Fault): void {
    this.faults.push(fault);
    this.onFault(fault);
  }

  /** How many answers of each kind were judged. */
  tally(): readonly (readonly [string, number])[] {
    return [...this.counts].sort(([one], [other]) => one.localeCompare(other));
  }

  private judge(isDue: (answer: Answer) => boolean): void {
    const due = this.waiting.filter(isDue);
    this.waiting = this.waiting.filter((each) => !due.includes(each));
    for (const answer of due)
      for (const fault of answer.judge()) {
        // A wrong verdict stands for minutes, and is asked for every second: it is one fault.
        const identity = `${fault.kind} ${fault.who} ${fault.claim} ${fault.truth.replace(/; (it could|it is older).*/, '')}`;
        if (this.faulted.has(identity)) continue;
        this.faulted.add(identity);
        this.addFault(fault);
      }
  }
}
