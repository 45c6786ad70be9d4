import { setTimeout as pause } from 'node:timers/promises';
import { Repeated } from './repeated.js';

it('is done one time after the other, and on after a failure', async () => {
  const failures: unknown[] = [];
  let [begun, ended] = [0, 0];
  const repeated = new Repeated(
    async () => {
      begun += 1;
      expect(begun - ended).toBe(1);
      await pause(5);
      ended += 1;
      if (ended === 1) throw new Error('Once');
    },
    (error) => failures.push(error),
  );
  await Promise.all([repeated.now(), repeated.now()]);
  expect([begun, failures]).toEqual([1, [new Error('Once')]]);
  repeated.every(1);
  while (ended < 3) await pause(1);
  await repeated.end();
  expect(ended).toBe(begun);
  await pause(10);
  expect(ended).toBe(begun);
});

it('waits at its end for the time that is under way', async () => {
  let isDone = false;
  const repeated = new Repeated(
    async () => {
      await pause(20);
      isDone = true;
    },
    () => undefined,
  );
  void repeated.now();
  await repeated.end();
  expect(isDone).toBe(true);
});
