import type { StatusLine } from '../command.js';

const units = ['B', 'kB', 'MB', 'GB', 'TB'];
const eraseLine = '\r\u001b[2K';

/** Pure: bytes as people say them: `512 B`, `1.4 GB`. */
export function bytesText(bytes: bigint): string {
  let [value, unit] = [Number(bytes), 0];
  while (value >= 1000 && unit < units.length - 1) [value, unit] = [value / 1000, unit + 1];
  return `${unit === 0 ? value : value.toFixed(1)} ${units[unit]}`;
}

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
    const perSecond = bytesText(
      BigInt(Math.round(Number(bytes) / Math.max((performance.now() - this.startedMs) / 1000, 0.1))),
    );
    const share = this.total === null || this.total === 0n ? '' : `${(bytes * 100n) / this.total} %  `;
    const text = `${this.subject}  ${share}${bytesText(bytes)}  ${perSecond}/s`;
    this.out.write(eraseLine + text.slice(0, Math.max(this.out.columns() - 1, 10)));
  }

  end(): void {
    if (this.out.isTerminal) this.out.write(eraseLine);
  }
}
