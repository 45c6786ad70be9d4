import { lackingSeconds, withBeat } from './beat-age.js';

const beat = (number: number, atSeconds: number) => ({ number, writtenAtMs: atSeconds * 1000 });
const written = [beat(5, 10), beat(6, 11), beat(7, 41), beat(8, 42)];
const last = { ...beat(8, 42), sourceNowMs: 42_500 };

describe('how long the target has lacked a beat', () => {
  it('is 0 where it has all that was written before it was asked', () => {
    expect(lackingSeconds(beat(8, 42), last, written)).toBe(0);
    expect(lackingSeconds(beat(7, 41), last, written)).toBe(0);
  });

  it('is the age of the first one that it lacks, not of the last one that it has: the writer may have paused between', () =>
    expect(lackingSeconds(beat(6, 11), last, written)).toBe(1.5));

  it('is the age of the one that it has where the one after it was written before the start', () =>
    expect(lackingSeconds(beat(3, 2), last, written)).toBe(40.5));

  it('is unknown where the target has a beat that was never written', () =>
    expect(lackingSeconds(beat(9, 43), last, written)).toBeNull());

  it('is never below 0 when the clock of the source was set back', () =>
    expect(lackingSeconds(beat(5, 10), { ...last, sourceNowMs: 1_000 }, written)).toBe(0));
});

it('remembers an hour of beats', () => {
  let beats = withBeat([], beat(1, 1));
  for (let number = 2; number <= 4000; number++) beats = withBeat(beats, beat(number, number));
  expect([beats.length, beats[0]?.number]).toEqual([3600, 401]);
});
