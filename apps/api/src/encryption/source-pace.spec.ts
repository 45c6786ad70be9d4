import { anEncryptedSide } from '../../test/support/some-evidence.js';
import { sourceEveryMs, sourceWaitMs } from './source-pace.js';

const whole = anEncryptedSide();
const unread = anEncryptedSide({ progress: null, logs: null });

it('leaves a source alone of which all is known', () => expect(sourceWaitMs(whole, 300)).toBe(sourceEveryMs));

it('reads one that was not up yet in the next round', () => expect(sourceWaitMs(unread, 3)).toBeLessThan(1_000));

it('does not ask again at once what a production server tried for long in vain', () =>
  expect(sourceWaitMs(unread, 15_000)).toBe(300_000));

it('comes back for files of the log that it has not looked into yet, a few each time', () => {
  const logs = { total: 200, encrypted: 0, plain: 20, unknown: 180, plainFiles: [], action: null };
  expect(sourceWaitMs({ ...whole, logs }, 100)).toBe(60_000);
  expect(sourceWaitMs({ ...whole, logs: null }, 100)).toBe(60_000);
  expect(sourceWaitMs({ ...whole, logs }, 20_000)).toBe(400_000);
});

it('never waits for longer than for one of which all is known', () =>
  expect(sourceWaitMs(unread, 60_000)).toBe(sourceEveryMs));
