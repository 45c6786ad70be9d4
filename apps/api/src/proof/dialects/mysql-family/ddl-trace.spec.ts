import { mayBeChanged, momentOf } from './ddl-trace.js';

const since = { seconds: 1_000, statements: 7 };
const now = { seconds: 1_010, statements: 7 };
const created = (seconds: number | string | null): object[] => [{ seconds }];

describe('mayBeChanged', () => {
  it('trusts a table whose definition is older than the first moment, to the second', () => {
    expect(mayBeChanged(created('998.000000'), since, now)).toBe(false);
    expect(mayBeChanged(created(999), since, now)).toBe(true);
    expect(mayBeChanged(created(1_005), since, now)).toBe(true);
  });

  it('does not trust what another ALTER or RENAME may have exchanged without a trace', () => {
    expect(mayBeChanged(created(10), since, { ...now, statements: 8 })).toBe(true);
  });

  it('takes a time in the future for older: the clock was set back', () => {
    expect(mayBeChanged(created(1_011), since, now)).toBe(true);
    expect(mayBeChanged(created(1_012), since, now)).toBe(false);
  });

  it('has only the counters where the storage engine does not say', () => {
    expect(mayBeChanged(created(null), since, now)).toBe(false);
    expect(mayBeChanged(created(null), since, { ...now, statements: 8 })).toBe(true);
  });
});

it('a moment is the clock and the sum of the counters', () => {
  const counters = [{ Value: '3' }, { Value: '4' }];
  expect(momentOf([[{ seconds: '12' }], counters])).toEqual({ seconds: 12, statements: 7 });
});
