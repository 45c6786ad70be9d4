import { readUsage } from '../process-usage.js';

const askEveryMs = 100;
const answerLimitMs = 30_000;

/** Asks a process again and again whether it serves, and looks at its memory meanwhile. */
export class LivenessWatch {
  private readonly answersMs: number[] = [];
  private peakRssBytes = 0;
  private readonly timer: NodeJS.Timeout;
  private isAsking = false;

  constructor(
    private readonly url: string,
    private readonly pid: number,
  ) {
    this.timer = setInterval(() => void this.ask(), askEveryMs);
  }

  /** The longest that an answer took, how many there were, and the largest resident set. */
  seen(): { worstMs: number; answers: number; rssBytes: number } {
    return { worstMs: Math.max(0, ...this.answersMs), answers: this.answersMs.length, rssBytes: this.peakRssBytes };
  }

  stop(): void {
    clearInterval(this.timer);
  }

  /** One question at a time: a process that hangs is seen as one long answer. */
  private async ask(): Promise<void> {
    if (this.isAsking) return;
    this.isAsking = true;
    const startedMs = performance.now();
    try {
      const answer = await fetch(`${this.url}/api/health/live`, { signal: AbortSignal.timeout(answerLimitMs) });
      await answer.arrayBuffer();
      this.peakRssBytes = Math.max(this.peakRssBytes, readUsage(this.pid).rssBytes);
    } catch {
      // No answer at all counts as one that took this long; the process may also just have been stopped.
    } finally {
      this.answersMs.push(performance.now() - startedMs);
      this.isAsking = false;
    }
  }
}
