import { Random } from './random.js';

const draw = (random: Random): number[] => Array.from({ length: 1000 }, () => random.int(100));

describe('random numbers', () => {
  it('are the same for the same seed, and others for another', () => {
    expect(draw(new Random(7))).toEqual(draw(new Random(7)));
    expect(draw(new Random(7))).not.toEqual(draw(new Random(8)));
  });

  it('cover their range evenly', () => {
    const counts = new Map<number, number>();
    for (const each of draw(new Random(1)).map((value) => value % 10)) counts.set(each, (counts.get(each) ?? 0) + 1);
    expect([...counts.keys()].sort()).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    for (const count of counts.values()) expect(count).toBeGreaterThan(60);
  });

  it('choose by weight', () => {
    const random = new Random(3);
    const names = Array.from({ length: 1000 }, () =>
      random.pickByWeight([
        { name: 'often', weight: 9 },
        { name: 'seldom', weight: 1 },
      ]),
    );
    const seldom = names.filter(({ name }) => name === 'seldom').length;
    expect(seldom).toBeGreaterThan(60);
    expect(seldom).toBeLessThan(140);
  });
});
