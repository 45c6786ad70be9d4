import type { ExemptSessions } from '../freeze-proof-dialect.js';
import { judgeFreeze } from './source-frozen.light.js';

const reading = { guard: 'ordinary', guardText: 'read_only = ON', eventScheduler: 'OFF' } as const;
const nobody: ExemptSessions = { sessions: [], grant: null, unjudged: 0 };
const wait = { freezeStatement: 'FREEZE', waitedSeconds: null };
const root = { id: '7', account: 'root@localhost', doing: 'idle for 3 s', end: 'KILL 7;' };

it('is green only where the source refuses writes and nobody is left', () => {
  expect(judgeFreeze(reading, nobody, wait)).toMatchObject({ state: 'green' });
  expect(judgeFreeze({ ...reading, guard: 'none' }, null, wait)).toMatchObject({
    state: 'red',
    statement: 'FREEZE',
  });
  expect(judgeFreeze({ ...reading, guard: null }, null, wait)).toMatchObject({ state: 'unknown' });
});

it('names who is left, and ends the first', () =>
  expect(judgeFreeze(reading, { ...nobody, sessions: [root, { ...root, id: '8' }] }, wait)).toMatchObject({
    ...{ state: 'red', statement: 'KILL 7;' },
    message: 'The source is frozen (read_only = ON), but root@localhost and 1 more may write in spite of it.',
  }));

it('is unknown, with the right, where it may not see who is connected', () => {
  expect(judgeFreeze(reading, { ...nobody, grant: 'GRANT IT' }, wait)).toMatchObject({
    ...{ state: 'unknown', statement: 'GRANT IT', message: expect.stringContaining('not visible') },
  });
  expect(judgeFreeze(reading, { ...nobody, grant: 'GRANT IT', unjudged: 1 }, wait).message).toContain(
    '1 connection was there whose rights are not visible',
  );
});

it('says in the past what was so when the time to wait was over', () => {
  const over = (waitedSeconds: number) => ({ ...wait, waitedSeconds });
  const none = { ...reading, guard: 'none', guardText: 'read_only = OFF' } as const;
  expect(judgeFreeze(none, null, wait).message).toBe('The source is not frozen yet (read_only = OFF).');
  expect(judgeFreeze(none, null, over(600)).message).toBe('The source was not frozen within 600 s (read_only = OFF).');
  expect(judgeFreeze(none, null, over(0)).message).toBe('The source was not frozen (read_only = OFF).');
  expect(judgeFreeze(reading, { ...nobody, sessions: [root] }, over(5)).message).toContain(
    'could write in spite of it',
  );
});
