import { lagFigure } from './lag-figure.js';

const agreeing = { isStale: false, seconds: 2, atLeastSeconds: 3, isOverThreshold: false, contradiction: null };

describe('lagFigure', () => {
  it("says the server's seconds while the measures agree", () =>
    expect(lagFigure(agreeing)).toEqual({ seconds: 2, isLowerBound: false }));

  it('says what positions prove when the server says nothing, under the limit too', () =>
    expect(lagFigure({ ...agreeing, seconds: null, isOverThreshold: null })).toEqual({
      seconds: 3,
      isLowerBound: true,
    }));

  it('says what positions prove when they put the lag over its limit', () =>
    expect(lagFigure({ ...agreeing, atLeastSeconds: 40, isOverThreshold: true })).toEqual({
      seconds: 40,
      isLowerBound: true,
    }));

  it('says what positions prove when they contradict the server', () =>
    expect(lagFigure({ ...agreeing, seconds: 0, atLeastSeconds: 6, contradiction: '0 s, yet behind' })).toEqual({
      seconds: 6,
      isLowerBound: true,
    }));

  it.each([
    ['nothing was measured', null],
    ['the sample is stale', { ...agreeing, isStale: true }],
    ['neither measure is known', { ...agreeing, seconds: null, atLeastSeconds: null, isOverThreshold: null }],
    ['positions prove no more than 0', { ...agreeing, seconds: null, atLeastSeconds: 0, isOverThreshold: null }],
  ])('is unknown when %s', (_, lag) => expect(lagFigure(lag)).toEqual({ seconds: null, isLowerBound: false }));
});
