import { Clock } from './clock.js';

const second = 1_000;
const hour = 3_600 * second;

/** Both clocks are turned by hand. */
class HandClock extends Clock {
  wall = Date.parse('2026-01-01T12:00:00.000Z');
  monotonic = 0;

  override monotonicMs(): number {
    return this.monotonic;
  }
  protected override machineMs(): number {
    return this.wall;
  }
  pass(ms: number): void {
    this.wall += ms;
    this.monotonic += ms;
  }
}

let clock: HandClock;
let jumps: number[];
beforeEach(() => {
  clock = new HandClock();
  jumps = [];
  clock.setBack.subscribe((byMs) => jumps.push(byMs));
  clock.nowMs();
});

it('tells that it was set back, and by how much, however long ago it was read before', () => {
  clock.pass(5 * hour);
  clock.wall -= 2 * hour;
  clock.nowMs();
  clock.nowMs();
  expect(jumps).toEqual([2 * hour]);
  expect(clock.setBackMs()).toBe(2 * hour);
});

it('adds up small steps back, which alone are what a clock that is kept right does', () => {
  for (let step = 0; step < 3; step++) {
    clock.pass(hour);
    clock.wall -= 0.6 * second;
    clock.nowMs();
  }
  expect(jumps).toEqual([1.2 * second]);
});

it('takes no leap forward, no pause and no passing of time for a jump back', () => {
  clock.pass(3 * hour);
  clock.nowMs();
  // A machine that slept: its monotonic clock stood.
  clock.wall += 8 * hour;
  clock.nowMs();
  clock.pass(second);
  clock.nowMs();
  expect(jumps).toEqual([]);
});

it('tells a leap forward that is taken back', () => {
  clock.wall += 10 * hour;
  clock.nowMs();
  clock.wall -= 10 * hour;
  clock.nowMs();
  expect(jumps).toEqual([10 * hour]);
});

it('does not take a pause of the process between two looks for a jump', () => {
  let looks = 0;
  clock.monotonicMs = () => (looks++ % 2 === 0 ? clock.monotonic : (clock.monotonic += 30 * second));
  clock.pass(hour);
  clock.nowMs();
  clock.wall += 30 * second;
  clock.nowMs();
  expect(jumps).toEqual([]);
});

it('tells an instant of before by the clock of now', () => {
  const noted = clock.nowIso();
  const total = clock.setBackMs();
  clock.pass(hour);
  clock.wall -= 3 * hour;
  clock.nowMs();
  expect(clock.redated(noted, total)).toBe('2026-01-01T09:00:00.000Z');
  expect(clock.redated(noted, clock.setBackMs())).toBe(noted);
});

it('says for how long it has not jumped, in either direction', () => {
  expect(clock.steadyForMs()).toBe(Infinity);
  clock.wall += hour;
  clock.nowMs();
  clock.pass(5 * second);
  expect(clock.steadyForMs()).toBe(5 * second);
  clock.wall -= hour;
  clock.nowMs();
  expect(clock.steadyForMs()).toBe(0);
});
