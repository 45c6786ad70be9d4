import type { ExemptSessions } from '../freeze-proof-dialect.js';
import { judgeFreeze } from './source-frozen.light.js';

const reading = { guard: 'ordinary', guardText: 'read_only = ON', eventScheduler: 'OFF' } as const;
const nobody: ExemptSessions = { sessions: [], grant: null, unjudged: 0 };
const root = { id: '7', account: 'root@localhost', doing: 'idle for 3 s' };

it('is green only where the source refuses writes and nobody is left', () => {
  expect(judgeFreeze(reading, nobody, 'FREEZE')).toMatchObject({ state: 'green' });
  expect(judgeFreeze({ ...reading, guard: 'none' }, null, 'FREEZE')).toMatchObject({
    state: 'red',
    statement: 'FREEZE',
  });
  expect(judgeFreeze({ ...reading, guard: null }, null, 'FREEZE')).toMatchObject({ state: 'unknown' });
});

it('names who is left, and ends the first', () =>
  expect(judgeFreeze(reading, { ...nobody, sessions: [root, { ...root, id: '8' }] }, 'FREEZE')).toMatchObject({
    ...{ state: 'red', statement: 'KILL 7;' },
    message: 'The source is frozen (read_only = ON), but root@localhost and 1 more may write in spite of it.',
  }));

it('is unknown, with the right, where it may not see who is connected', () => {
  expect(judgeFreeze(reading, { ...nobody, grant: 'GRANT IT' }, 'FREEZE')).toMatchObject({
    ...{ state: 'unknown', statement: 'GRANT IT', message: expect.stringContaining('not visible') },
  });
  expect(judgeFreeze(reading, { ...nobody, grant: 'GRANT IT', unjudged: 1 }, 'FREEZE').message).toContain(
    '1 connection is there whose rights are not visible',
  );
});
