import { Pace } from './pace.js';

describe('Pace', () => {
  it('spreads its moments evenly', () => {
    const pace = new Pace(20, 1000);
    expect([pace.take(1000), pace.take(1000), pace.take(1000)]).toEqual([0, 50, 100]);
  });

  it('makes up for a short delay', () => {
    const pace = new Pace(20, 1000);
    pace.take(1000);
    expect([pace.take(1150), pace.take(1150), pace.take(1150), pace.take(1150)]).toEqual([0, 0, 0, 50]);
  });

  it('forgives what an outage has cost', () => {
    const pace = new Pace(20, 1000);
    const waits = Array.from({ length: 100 }, () => pace.take(61_000));
    expect(waits.filter((wait) => wait === 0)).toHaveLength(6);
  });

  it('takes a new rate at once', () => {
    const pace = new Pace(1, 0);
    pace.take(0);
    pace.rate = 100;
    pace.take(1000);
    expect(pace.take(1000)).toBe(10);
  });
});
