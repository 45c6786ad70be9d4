import { anEncryptedSide, someProgress } from '../../test/support/some-evidence.js';
import { sideText } from './side-text.js';

const counts = { done: 1, rekeying: 0, rotating: 0, plain: 0, never: 0, unknown: 0 };
const half = { totalBytes: 100, encryptedBytes: 50, tablespaces: { ...counts, plain: 1 } };
const stuck = { cause: 'no-threads', message: 'nobody works', action: 'Start threads.', statement: null } as const;

it.each<[string, Parameters<typeof someProgress>[0]]>([
  ['Complete', {}],
  ['50 %', half],
  ['50 %, 5 min left', { ...half, secondsLeft: 300 }],
  ['Stands still at 50 %', { ...half, stuck }],
  ['50 %; the rest stays plain', { ...half, tablespaces: { ...counts, never: 1 } }],
])('says: %s', (text, change) => expect(sideText(anEncryptedSide({ progress: someProgress(change) }))).toBe(text));

it('never takes unknown for good', () => {
  expect(sideText(null)).toBe('unknown');
  expect(sideText(anEncryptedSide({ progress: null }))).toBe('unknown');
  expect(sideText(anEncryptedSide({ progress: null, basis: 'not-from-sql' }))).toBe('not verifiable from SQL');
});
