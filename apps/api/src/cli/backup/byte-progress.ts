import { bytesText } from '../../checks/texts/amounts-text.js';
import type { StatusLine } from '../command.js';

const eraseLine = '\r\u001b[2K';

/** Shows on a terminal how many bytes went by, of how many where that is known. A log gets none of it: the result stands there. */
export class ByteProgress {
  private readonly startedMs = performance.now();

  constructor(
    private readonly out: StatusLine,
    private readonly subject: string,
    private readonly total: bigint | null,
  ) {}

  tell(bytes: bigint): void {
    if (!this.out.isTerminal) return;
    const perSecond = bytesText(Number(bytes) / Math.max((performance.now() - this.startedMs) / 1000, 0.1));
    const share = this.total === null || this.total === 0n ? '' : `${(bytes * 100n) / this.total} %  `;
    const text = `${this.subject}  ${share}${bytesText(Number(bytes))}  ${perSecond}/s`;
    this.out.write(eraseLine + text.slice(0, Math.max(this.out.columns() - 1, 10)));
  }

  end(): void {
    if (this.out.isTerminal) this.out.write(eraseLine);
  }
}
