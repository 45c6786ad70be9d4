import type { ChecksumResult } from '@cutover/contracts';
import { leftMs, progressBar, progressText, shareDone } from './progress.js';
import { ProgressTracker } from './progress-tracker.js';

const result = (table: string, sourceRows: string | null): ChecksumResult => ({ table, sourceRows }) as ChecksumResult;
const estimates = new Map([
  ['d.a', 1_000n],
  ['d.b', 3_000n],
]);

describe('progress', () => {
  it('tells rows, speed, time left and table', () => {
    const tracker = new ProgressTracker(estimates, 0);
    tracker.begin('d.a');
    tracker.end(result('d.a', '1000'));
    tracker.begin('d.b');
    tracker.note({ table: 'd.b', rows: 1_000n, estimatedRows: 4_000n, chunks: 1 });
    expect(progressText(tracker.at(2_000))).toBe('40 %  2,000 rows  1,000 rows/s  3.0 s left  table 2 of 2: d.b');
    expect(progressBar(tracker.at(2_000), 80)).toMatch(/^\[#{8}\.{12}\] 40 % {2}/);
  });

  it('never says 100 % before the last table is done, however wrong the estimate', () => {
    const tracker = new ProgressTracker(new Map([['d.a', 10n]]), 0);
    tracker.begin('d.a');
    tracker.note({ table: 'd.a', rows: 5_000n, estimatedRows: 10n, chunks: 1 });
    expect(shareDone(tracker.at(1_000))).toBe(0.99);
    tracker.end(result('d.a', '5000'));
    expect(shareDone(tracker.at(1_000))).toBe(1);
  });

  it('tells no time left before anything was read, and counts tables where rows are unknown', () => {
    const tracker = new ProgressTracker(new Map([...estimates].map(([table]) => [table, 0n])), 0);
    expect(leftMs(tracker.at(0))).toBeNull();
    tracker.end(result('d.a', null));
    expect(shareDone(tracker.at(5))).toBe(0.5);
  });

  it('says why it waits, and stops saying so', () => {
    const tracker = new ProgressTracker(estimates, 0);
    tracker.begin('d.a');
    tracker.notePause('--max-load 10 %');
    expect(progressText(tracker.at(1))).toContain('waiting: --max-load 10 %');
    tracker.notePause(null);
    expect(progressText(tracker.at(1))).not.toContain('waiting');
  });

  it('lets no name of a table write to the terminal, and fits its width', () => {
    const tracker = new ProgressTracker(new Map([['d.\u001b[2J\nx', 1n]]), 0);
    tracker.begin('d.\u001b[2J\nx');
    expect(progressText(tracker.at(1))).not.toMatch(/\p{Cc}/u);
    expect(progressBar(tracker.at(1), 30)).toHaveLength(29);
  });
});
