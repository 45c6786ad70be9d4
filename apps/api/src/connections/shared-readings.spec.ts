import { StatementCancelled } from '@cutover/databases';
import { SharedReadings } from './shared-readings.js';

const freshMs = 5_000;

function world() {
  const time = { nowMs: 0 };
  const readings = new SharedReadings(() => time.nowMs);
  let reads = 0;
  const read = (fingerprint = 'server', told: () => Promise<unknown> = () => Promise.resolve(reads)) =>
    readings.read('slots', fingerprint, freshMs, () => {
      reads += 1;
      return told();
    });
  return { time, readings, read };
}

it('reads once for all that ask at about the same time, and says when', async () => {
  const { time, read } = world();
  const both = Promise.all([read(), read()]);
  expect(await both).toEqual([
    { value: 1, ageMs: 0 },
    { value: 1, ageMs: 0 },
  ]);
  time.nowMs = freshMs - 1;
  expect(await read()).toEqual({ value: 1, ageMs: freshMs - 1 });
  time.nowMs = freshMs;
  expect(await read()).toEqual({ value: 2, ageMs: 0 });
});

it('takes nothing from another server, and nothing from before the server was away', async () => {
  const { readings, read } = world();
  await read();
  expect((await read('another')).value).toBe(2);
  expect((await read('another')).value).toBe(2);
  readings.forget();
  expect((await read('another')).value).toBe(3);
});

it('does not keep what could not be read', async () => {
  const { read } = world();
  const fail = () => Promise.reject(new Error('it is down'));
  const both = [read('server', fail), read()];
  expect((await Promise.allSettled(both)).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  expect((await read()).value).toBe(2);
});

it('does not end with the round of another database', async () => {
  const { read } = world();
  const cancelled = read('server', () => Promise.reject(new StatementCancelled('Cancelled')));
  const other = read();
  await expect(cancelled).rejects.toThrow('Cancelled');
  expect((await other).value).toBe(2);
});

it('does not keep what was begun before the server went away', async () => {
  const { readings, read } = world();
  let answer = (_: unknown): void => undefined;
  const late = read('server', () => new Promise((resolve) => (answer = resolve)));
  readings.forget();
  expect((await read()).value).toBe(2);
  answer('old');
  await late;
  expect((await read()).value).toBe(2);
});
