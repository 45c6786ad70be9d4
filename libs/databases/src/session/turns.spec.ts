import { Turns } from './turns.js';

const settled = () => new Promise((resolve) => setImmediate(resolve));

describe('Turns', () => {
  it('lets so many work at a time, and the others in the order of their coming', async () => {
    const turns = new Turns(2);
    const begun: number[] = [];
    const ends: (() => void)[] = [];
    for (const n of [1, 2, 3, 4])
      void turns.take().then((end) => {
        begun.push(n);
        ends.push(end);
      });
    await settled();
    expect(begun).toEqual([1, 2]);
    ends[1]?.();
    await settled();
    expect(begun).toEqual([1, 2, 3]);
    ends[0]?.();
    await settled();
    expect(begun).toEqual([1, 2, 3, 4]);
  });

  it('gives a turn back once, however often it is ended', async () => {
    const turns = new Turns(1);
    const end = await turns.take();
    end();
    end();
    await turns.take();
    const begun = jest.fn();
    void turns.take().then(begun);
    await settled();
    expect(begun).not.toHaveBeenCalled();
  });
});
