import { obstacleIn } from './lock-obstacle.js';
import type { Thread } from './threads.js';

const thread = (change: Partial<Thread>): Thread => ({
  ...{ id: '7', user: 'app', host: '10.0.0.1:555', command: 'Sleep', seconds: 900, state: '', statement: '' },
  ...change,
});

it('sees nothing in idle connections and short statements', () =>
  expect(obstacleIn([thread({}), thread({ command: 'Query', seconds: 1 })], [])).toBeNull());

it.each<[string, Partial<Thread>, RegExp]>([
  [
    'a long statement',
    { command: 'Query', seconds: 2, statement: 'UPDATE a' },
    /app@10.0.0.1 has run a statement for 2 s/,
  ],
  ['a backup', { command: 'Query', seconds: 0, statement: 'backup stage start' }, /locks tables, as a backup does/],
  ['a lock', { command: 'Query', seconds: 0, statement: ' FLUSH TABLES WITH READ LOCK' }, /locks tables/],
])('refuses for %s', (_, change, message) => {
  const found = obstacleIn([thread(change)], []);
  expect(found?.message).toMatch(message);
  expect(found?.statement).toBe('KILL 7;');
});

it('refuses for a transaction of somebody else that is open for long', () => {
  expect(obstacleIn([thread({})], [{ threadId: '7', seconds: 60 }])?.message).toContain(
    'has a transaction open for 60 s',
  );
  // Ours is not among the threads.
  expect(obstacleIn([thread({})], [{ threadId: '9', seconds: 60 }])).toBeNull();
});
