import type { ChecksumRun } from '@cutover/contracts';
import type { Clock } from '../../../platform/clock.js';
import type { VerdictStore } from '../../store/verdict.store.js';
import { RunHistory } from './run-history.js';
import { ended, newRun } from '../progress/run-progress.js';

const run = (id: string): ChecksumRun =>
  newRun({ ...{ id, migration: 'shop', trigger: 'schedule', tables: 1 }, now: 'then' });

function build() {
  const saved: ChecksumRun[] = [];
  const clock = { ms: 0, monotonicMs: () => clock.ms };
  const store = {
    saveRun: async (state: ChecksumRun) => void saved.push(state),
    findRun: async (_: string, id: string) => saved.find((state) => state.id === id) ?? null,
  };
  return { book: new RunHistory(store as unknown as VerdictStore, clock as unknown as Clock), saved, clock };
}

describe('RunHistory', () => {
  it('writes the beginning and the end at once, and what lies between every two seconds', async () => {
    const { book, saved, clock } = build();
    for (clock.ms = 0; clock.ms < 4_000; clock.ms += 500) await book.record(run('a'));
    expect(saved).toHaveLength(2);
    await book.record(ended(run('a'), 'finished', null, 'now'));
    expect(saved.at(-1)?.state).toBe('finished');
  });

  it('answers the newest state from memory, and older runs from the store', async () => {
    const { book } = build();
    for (let i = 0; i < 15; i++) await book.record(run(`r${i}`));
    await book.record(ended(run('r14'), 'cancelled', null, 'now'));
    expect((await book.find('shop', 'r14')).state).toBe('cancelled');
    expect((await book.find('shop', 'r0')).id).toBe('r0');
    await expect(book.find('shop', 'none')).rejects.toMatchObject({ status: 404, code: 'RUN_UNKNOWN' });
  });
});
