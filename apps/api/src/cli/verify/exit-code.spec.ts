import { exitCannotRun, exitCodes } from './exit-code.js';

it('answers 0 for nothing but a proof', () => {
  expect(exitCodes).toEqual({ matched: 0, diverged: 1, unverified: 2, lagging: 2 });
  expect(exitCannotRun).toBe(3);
});
