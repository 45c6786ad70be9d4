import { RunPace } from './run-pace.js';

const seen = (rows: bigint, chunks: number) => ({
  ...{ table: 'shop.orders', mode: 'sandwich' as const, rows, estimatedRows: 10_000n, chunks },
});

describe('RunPace', () => {
  it('knows no speed before the second chunk, then rows a second and the time left', () => {
    const pace = new RunPace();
    expect(pace.at(0)).toEqual({ progress: [], pausedBecause: null });
    pace.note(seen(1_000n, 1), 1_000);
    expect(pace.at(1_000).progress).toMatchObject([{ rows: '1000', rowsPerSecond: null, remainingSeconds: null }]);
    pace.note(seen(3_000n, 2), 3_000);
    expect(pace.at(3_000).mode).toBe('sandwich');
    expect(pace.at(3_000).progress).toMatchObject([{ rows: '3000', rowsPerSecond: 1_000, remainingSeconds: 7 }]);
  });

  it('does not count rows that an interrupted run had compared as speed', () => {
    const pace = new RunPace();
    pace.note(seen(9_000n, 8), 0);
    pace.note(seen(9_500n, 9), 1_000);
    expect(pace.at(1_000).progress).toMatchObject([{ rowsPerSecond: 500 }]);
  });

  it('ends at nothing left when there are more rows than the server guessed', () => {
    const pace = new RunPace();
    pace.note(seen(1n, 1), 0);
    pace.note(seen(20_000n, 2), 1_000);
    expect(pace.at(1_000).progress[0]?.remainingSeconds).toBe(0);
  });

  it('says why the run waits before its next table, and claims no progress of one', () => {
    const pace = new RunPace();
    expect(pace.pause(null, 'away')).toBe(true);
    expect(pace.at(0)).toEqual({ progress: [], pausedBecause: 'away' });
  });

  it('says why it waits, once as news, and forgets it with the next table', () => {
    const pace = new RunPace();
    expect(pace.pause('shop.orders', 'busy')).toBe(true);
    expect(pace.pause('shop.orders', 'busy')).toBe(false);
    expect(pace.at(0)).toMatchObject({
      pausedBecause: 'busy',
      progress: [{ table: 'shop.orders', rows: '0', estimatedRows: null, pauseReason: 'busy' }],
    });
    pace.begin();
    expect(pace.at(0)).toEqual({ progress: [], pausedBecause: null });
  });
});
