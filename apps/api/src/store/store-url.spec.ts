import { describeStore, parseStoreUrl } from './store-url.js';
import { retentionCutOff } from './retention.js';
import { RetriedWrites } from './retried-writes.js';

describe('parseStoreUrl', () => {
  it('reads relative, absolute and URL-like SQLite paths', () => {
    expect(parseStoreUrl('sqlite:./data/a b.sqlite')).toEqual({ kind: 'sqlite', path: './data/a b.sqlite' });
    expect(parseStoreUrl('sqlite:/var/x')).toEqual({ kind: 'sqlite', path: '/var/x' });
    expect(parseStoreUrl('sqlite:///var/x')).toEqual({ kind: 'sqlite', path: '/var/x' });
  });

  it('reads a MySQL URL with escapes, and describes it without its secrets', () => {
    const location = parseStoreUrl('mysql://ops:p%40ss%2F@[::1]/meta?tls=true');
    expect(location).toMatchObject({
      host: '::1',
      port: 3306,
      username: 'ops',
      password: 'p@ss/',
      database: 'meta',
      tls: true,
    });
    expect(describeStore(location)).toBe('mysql://::1:3306/meta');
  });

  it.each(['sqlite:', 'mysql://host', 'mysql://secret@@@:x/', 'postgres://h/d', 'mysql://u:%secret@h/d'])(
    'refuses %s without repeating it',
    (url) => {
      expect(() => parseStoreUrl(url)).toThrow(/^store\.url /);
      expect(() => parseStoreUrl(url)).not.toThrow(/secret/);
    },
  );
});

describe('retentionCutOff', () => {
  it('keeps samples by hours and records by days', () => {
    const nowMs = Date.parse('2026-01-10T00:00:00.000Z');
    expect(retentionCutOff({ historyHours: 24, alertRetentionDays: 9 }, nowMs)).toEqual({
      nowMs,
      historyBeforeMs: Date.parse('2026-01-09T00:00:00.000Z'),
      recordsBeforeIso: '2026-01-01T00:00:00.000Z',
    });
  });
});

describe('RetriedWrites', () => {
  const work = async () => undefined;

  it('loses the oldest when it is full, and counts it once', () => {
    const writes = new RetriedWrites(2);
    for (const key of ['a', 'b', 'c']) writes.add(key, work);
    expect(writes.take()?.key).toBe('b');
    expect(writes.lostSinceLastAsked()).toBe(1);
    expect(writes.lostSinceLastAsked()).toBe(0);
  });

  it('puts a failed write back in front, but not over a newer one of its key', () => {
    const writes = new RetriedWrites();
    const newer = async () => undefined;
    writes.add('a', work);
    writes.add('b', work);
    const failed = writes.take();
    if (failed) writes.putBack([failed]);
    expect(writes.take()?.key).toBe('a');
    writes.add('a', newer);
    if (failed) writes.putBack([failed]);
    writes.take();
    expect(writes.take()?.work).toBe(newer);
    expect(writes.size).toBe(0);
  });
});
