import { PassThrough } from 'node:stream';
import { watchSilence } from './watch-silence.js';

let taken: bigint;
let output: PassThrough;
let silent: jest.Mock;
const watch = (): (() => void) => watchSilence({ output, bytes: () => taken, mostMs: 1_000 }, silent);

beforeEach(() => {
  jest.useFakeTimers();
  [taken, output, silent] = [0n, new PassThrough(), jest.fn()];
});
afterEach(() => jest.useRealTimers());

it('tells once of a program that writes nothing', () => {
  watch();
  jest.advanceTimersByTime(999);
  expect(silent).not.toHaveBeenCalled();
  jest.advanceTimersByTime(5_000);
  expect(silent).toHaveBeenCalledTimes(1);
});

it('begins anew with each byte', () => {
  watch();
  for (let times = 0; times < 5; times += 1) {
    jest.advanceTimersByTime(900);
    taken += 1n;
  }
  expect(silent).not.toHaveBeenCalled();
});

it('calls no program silent from which nobody takes what it has written', () => {
  watch();
  output.write('x');
  jest.advanceTimersByTime(10_000);
  expect(silent).not.toHaveBeenCalled();
  output.read();
  jest.advanceTimersByTime(1_000);
  expect(silent).toHaveBeenCalledTimes(1);
});

it('says nothing after its end', () => {
  watch()();
  jest.advanceTimersByTime(10_000);
  expect(silent).not.toHaveBeenCalled();
});
