import type { ChecksumResult, ChecksumRun } from '@cutover/contracts';
import type { ComparisonProgress } from '../../checksum/comparison/exact-hooks.js';
import { RunPace } from '../../checksum/runs/progress/run-pace.js';
import { newRun, withCurrent, withResult } from '../../checksum/runs/progress/run-progress.js';
import { leftMs, progressBar, progressText, shareDone } from './progress.js';
import { ProgressTracker } from './progress-tracker.js';

const result = (table: string, sourceRows: string | null): ChecksumResult =>
  ({ table, sourceRows, verdict: 'matched' }) as ChecksumResult;

/** A run as the runner tells of it, and a tracker that listens. */
function observed(rowsOf: ReadonlyMap<string, bigint>, part: string | null = null) {
  const tracker = new ProgressTracker(rowsOf, 0, part);
  const about = { id: 'r', migration: 'd', trigger: 'request', tables: rowsOf.size } as const;
  let run = newRun({ ...about, now: 'then' });
  const pace = new RunPace();
  const told = (next: ChecksumRun): void => tracker.note((run = next));
  return {
    at: (nowMs: number) => tracker.at(nowMs),
    begin: (table: string) => told(withCurrent(run, table)),
    note: (progress: Omit<ComparisonProgress, 'mode'>) => {
      pace.note({ ...progress, mode: 'snapshot' }, 0);
      tracker.note({ ...run, ...pace.at(0) });
    },
    notePause: (reason: string | null) => {
      pace.pause(run.tables.current[0] ?? '', reason);
      tracker.note({ ...run, ...pace.at(0) });
    },
    end: (done: ChecksumResult) => {
      pace.begin();
      told(withResult(run, done));
    },
  };
}
const estimates = new Map([
  ['d.a', 1_000n],
  ['d.b', 3_000n],
]);

describe('progress', () => {
  it('tells rows, speed, time left and table', () => {
    const tracker = observed(estimates);
    tracker.begin('d.a');
    tracker.end(result('d.a', '1000'));
    tracker.begin('d.b');
    tracker.note({ table: 'd.b', rows: 1_000n, estimatedRows: 4_000n, chunks: 1 });
    expect(progressText(tracker.at(2_000))).toBe('40 %  2,000 rows  1,000 rows/s  3.0 s left  table 2 of 2: d.b');
    expect(progressBar(tracker.at(2_000), 80)).toMatch(/^\[#{8}\.{12}\] 40 % {2}/);
  });

  it('never says 100 % before the last table is done, however wrong the estimate', () => {
    const tracker = observed(new Map([['d.a', 10n]]));
    tracker.begin('d.a');
    tracker.note({ table: 'd.a', rows: 5_000n, estimatedRows: 10n, chunks: 1 });
    expect(shareDone(tracker.at(1_000))).toBe(0.99);
    tracker.end(result('d.a', '5000'));
    expect(shareDone(tracker.at(1_000))).toBe(1);
  });

  it('tells no time left before anything was read, and counts tables where rows are unknown', () => {
    const tracker = observed(new Map([...estimates].map(([table]) => [table, 0n])));
    expect(leftMs(tracker.at(0))).toBeNull();
    tracker.end(result('d.a', null));
    expect(shareDone(tracker.at(5))).toBe(0.5);
  });

  it('says why it waits, and stops saying so', () => {
    const tracker = observed(estimates);
    tracker.begin('d.a');
    tracker.notePause('--max-load 10 %');
    expect(progressText(tracker.at(1))).toContain('waiting: --max-load 10 %');
    tracker.notePause(null);
    expect(progressText(tracker.at(1))).not.toContain('waiting');
  });

  it('says of which database it tells, where there are several', () => {
    const tracker = observed(estimates, 'database 2 of 3: billing');
    expect(progressText(tracker.at(0))).toMatch(/ {2}database 2 of 3: billing {2}table 1 of 2$/);
  });

  it('lets no name of a table write to the terminal, and fits its width', () => {
    const tracker = observed(new Map([['d.\u001b[2J\nx', 1n]]));
    tracker.begin('d.\u001b[2J\nx');
    expect(progressText(tracker.at(1))).not.toMatch(/\p{Cc}/u);
    expect(progressBar(tracker.at(1), 30)).toHaveLength(29);
  });
});
