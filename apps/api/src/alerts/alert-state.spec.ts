import type { Found } from '../evidence/check.js';
import { advance, resolve, restore, type AlertLimits, type AlertTrack, type Observation } from './alert-state.js';

const limits: AlertLimits = { holdMs: 10_000, resolveSamples: 2, minSamples: 1 };
const startMs = Date.parse('2026-01-01T00:00:00.000Z');

/** Runs samples, one every 5 s, and tells the transitions; wall and monotonic clock can be set apart. */
class Bench {
  track: AlertTrack | null = null;
  monotonicMs = 1000;
  wallMs = startMs;
  sample = 0;
  ids = 0;

  constructor(private readonly limits_: AlertLimits = limits) {}

  see(kind: Observation['kind'], evidence = `s${(this.sample += 1)}`) {
    const finding: Found = {
      ...{ subject: 'target', outcome: 'fail', severity: 'WARNING', message: `m${evidence}`, action: 'a', evidence },
    };
    const observation: Observation =
      kind === 'bad' ? { kind, finding } : kind === 'pass' ? { kind, evidence } : { kind };
    const step = advance(
      this.track,
      observation,
      { type: 'lag_threshold', migration: 'shop', newId: () => `id${(this.ids += 1)}` },
      this.limits_,
      { nowIso: new Date(this.wallMs).toISOString(), monotonicMs: this.monotonicMs },
    );
    this.track = step.track;
    this.monotonicMs += 5000;
    this.wallMs += 5000;
    return step;
  }

  run(pattern: string): string[] {
    const kinds: Record<string, Observation['kind']> = {
      b: 'bad',
      g: 'pass',
      u: 'unknown',
      e: 'explained',
      d: 'unanswered',
    };
    return [...pattern].map((letter) => this.see(kinds[letter] ?? 'unknown').transition);
  }
}

describe('advance', () => {
  it.each<[string, string, string]>([
    ['stays inactive on good and unknown samples', 'gug', 'none none none'],
    ['holds before it fires', 'bbb', 'began none fired'],
    ['fires once, however long it lasts', 'bbbbb', 'began none fired none none'],
    ['forgets a pending one at the first good sample', 'bbgb', 'began none dropped began'],
    ['needs good samples in a row to resolve', 'bbbgbgg', 'began none fired none none none resolved'],
    ['makes one alert of a flapping value', 'bbbgbgbgbg', 'began none fired none none none none none none none'],
    ['does not count unknown as good', 'bbbguuuu', 'began none fired none none none none none'],
    ['does not let unknown break a row of good samples', 'bbbgug', 'began none fired none none resolved'],
    ['does not fire on unknown, but on the next bad sample', 'buuub', 'began none none none fired'],
    ['forgets a pending one that another alert explains', 'bebb', 'began dropped began none'],
    ['closes a firing one at once when another alert explains it', 'bbbeb', 'began none fired resolved began'],
    ['forgets a pending one while a side does not answer', 'bdbb', 'began dropped began none'],
    ['keeps a firing one while a side does not answer', 'bbbddgg', 'began none fired none none none resolved'],
    ['begins anew after it was resolved', 'bbbggb', 'began none fired none resolved began'],
  ])('%s', (_, pattern, transitions) => {
    expect(new Bench().run(pattern)).toEqual(transitions.split(' '));
  });

  it('fires at once without a hold and resolves at once on proof', () => {
    expect(new Bench({ holdMs: 0, resolveSamples: 1, minSamples: 1 }).run('bbg')).toEqual([
      'fired',
      'none',
      'resolved',
    ]);
  });

  it('waits for as many different bad samples as the policy asks', () => {
    const bench = new Bench({ holdMs: 0, resolveSamples: 1, minSamples: 3 });
    expect(bench.see('bad', 'run1').transition).toBe('began');
    expect(bench.see('bad', 'run1').transition).toBe('none');
    expect(bench.see('bad', 'run2').transition).toBe('none');
    expect(bench.see('bad', 'run3')).toMatchObject({ transition: 'fired', alert: { occurrences: 3 } });
  });

  it('counts one sample once, however often it is judged', () => {
    const bench = new Bench();
    bench.run('bbb');
    expect(bench.see('pass', 'same').transition).toBe('none');
    expect(bench.see('pass', 'same').transition).toBe('none');
    expect(bench.see('pass', 'other').transition).toBe('resolved');
  });

  it('updates text and severity of a repeat without making a second alert', () => {
    const bench = new Bench();
    const id = bench.see('bad', 'x').alert?.id;
    expect(bench.see('bad', 'y').alert).toMatchObject({
      id,
      message: 'my',
      occurrences: 2,
      activeAt: '2026-01-01T00:00:00.000Z',
    });
  });

  it('writes when it began, fired and was resolved', () => {
    const bench = new Bench();
    bench.run('bbbg');
    expect(bench.see('pass').alert).toMatchObject({
      state: 'resolved',
      activeAt: '2026-01-01T00:00:00.000Z',
      firedAt: '2026-01-01T00:00:10.000Z',
      resolvedAt: '2026-01-01T00:00:20.000Z',
    });
  });

  it('holds by the monotonic clock: a wall clock set back neither delays it nor turns its instants round', () => {
    const bench = new Bench();
    bench.run('bb');
    bench.wallMs = startMs - 86_400_000;
    const fired = bench.see('bad');
    expect(fired.transition).toBe('fired');
    expect(fired.alert?.firedAt).toBe(fired.alert?.activeAt);
    bench.run('g');
    const resolved = bench.see('pass').alert;
    expect(resolved?.resolvedAt).toBe(resolved?.firedAt);
  });

  it('does not fire early when the wall clock jumps ahead', () => {
    const bench = new Bench();
    bench.run('b');
    bench.wallMs += 86_400_000;
    expect(bench.run('b')).toEqual(['none']);
  });
});

describe('restore', () => {
  it('keeps a firing alert firing, with its acknowledgement, and does not count the last sample twice', () => {
    const bench = new Bench();
    bench.run('bbb');
    const alert = { ...(bench.track as AlertTrack).alert, acknowledgedBy: 'ops', acknowledgedAt: 'then' };
    bench.track = restore(alert, 0);
    bench.monotonicMs = 0;
    expect(bench.see('bad', 's3')).toMatchObject({
      transition: 'none',
      alert: { state: 'firing', acknowledgedBy: 'ops', occurrences: 3 },
    });
    expect(bench.run('gg')).toEqual(['none', 'resolved']);
  });

  it('resolves a restored one after as many good samples as any other', () => {
    const bench = new Bench();
    bench.run('bbb');
    bench.track = restore((bench.track as AlertTrack).alert, 0);
    expect(bench.run('gg')).toEqual(['none', 'resolved']);
  });

  it('begins the hold of a pending one anew, but not its activeAt', () => {
    const bench = new Bench();
    bench.run('bb');
    bench.track = restore((bench.track as AlertTrack).alert, bench.monotonicMs);
    expect(bench.run('bb')).toEqual(['none', 'none']);
    expect(bench.see('bad')).toMatchObject({ transition: 'fired', alert: { activeAt: '2026-01-01T00:00:00.000Z' } });
  });
});

describe('resolve', () => {
  it('never resolves before the alert began', () => {
    const { alert } = new Bench().see('bad');
    expect(alert && resolve(alert, '2000-01-01T00:00:00.000Z').resolvedAt).toBe(alert?.activeAt);
  });
});
