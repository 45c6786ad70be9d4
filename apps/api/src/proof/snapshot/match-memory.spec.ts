import { MatchMemory } from './match-memory.js';

function build() {
  const clock = { ms: 1_000 };
  return { clock, memory: new MatchMemory(() => clock.ms) };
}

describe('MatchMemory', () => {
  it('allows a try in full at first, and after each that succeeded', () => {
    const { memory } = build();
    expect([memory.resting(), memory.attempts]).toEqual([null, 300]);
    memory.noteMissed('too many writes');
    memory.noteMatched();
    expect([memory.resting(), memory.attempts]).toEqual([null, 300]);
  });

  it('answers why none is made after a miss, then allows a short try', () => {
    const { memory, clock } = build();
    memory.noteMissed('too many writes');
    expect(memory.resting()).toBe('too many writes');
    clock.ms += 5_000;
    expect([memory.resting(), memory.attempts]).toEqual([null, 20]);
  });

  it('tries ever more rarely, and never less than once a minute', () => {
    const { memory, clock } = build();
    const rests: number[] = [];
    for (let miss = 0; miss < 50; miss++) {
      memory.noteMissed('too many writes');
      const since = clock.ms;
      while (memory.resting() !== null) clock.ms += 1_000;
      rests.push(clock.ms - since);
    }
    expect(rests.slice(0, 5)).toEqual([5_000, 10_000, 20_000, 40_000, 60_000]);
    expect(Math.max(...rests)).toBe(60_000);
  });

  it('tells a better reason, once one is known', () => {
    const { memory } = build();
    memory.explain('nothing was missed');
    expect(memory.resting()).toBeNull();
    memory.noteMissed('too many writes');
    memory.explain('two sources');
    expect(memory.resting()).toBe('two sources');
  });
});
