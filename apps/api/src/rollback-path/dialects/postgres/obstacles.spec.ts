import { backName } from './back-names.js';
import { obstaclesOf, type ToldSides } from './obstacles.js';

const sides: ToldSides = {
  ...{ migration: 'shop', name: 'shop_back', versions: { source: 170_002, target: 180_001 } },
  target: {
    ...{ level: 'logical', max_slots: 10, slots: 1, max_senders: 10, senders: 0, database: 'shop', tables: 3 },
    ...{ keyless: 0, keyless_named: null, publication: null, accounts: ['replicator'] },
    ...{ has_own_publication: false, has_own_account: false, is_subscribed: true, subscribed: ['p'] },
  },
  source: {
    max_workers: 4,
    workers: 0,
    max_origins: 10,
    origin_limit: 'max_replication_slots',
    origins: 0,
    partly: null,
    is_enabled: null,
  },
  isRds: { source: false, target: false },
};
const found = (change: Partial<Record<keyof ToldSides, object>>) =>
  obstaclesOf({
    ...sides,
    ...Object.fromEntries(
      Object.entries(change).map(([key, value]) => [
        key,
        'reason' in value ? value : { ...(sides[key as keyof ToldSides] as object), ...value },
      ]),
    ),
  });

it('finds nothing in the way of a sound pair', () => {
  expect(obstaclesOf(sides)).toEqual([]);
});

it.each([
  ['target wal_level', { target: { level: 'replica' } }, 'wal_level', "ALTER SYSTEM SET wal_level = 'logical';"],
  ['slots', { target: { slots: 10 } }, 'target max_replication_slots', 'SET max_replication_slots = 15;'],
  ['senders', { target: { senders: 11 } }, 'target max_wal_senders', 'SET max_wal_senders = 16;'],
  ['workers', { source: { workers: 4 } }, 'source max_logical_replication_workers', 'workers = 9;'],
  ['origins', { source: { origins: 10 } }, 'source max_replication_slots', 'SET max_replication_slots = 15;'],
])('finds what is used up: %s', (_, change, subject, statement) => {
  const [obstacle, ...more] = found(change);
  expect(more).toEqual([]);
  expect(obstacle).toMatchObject({ subject, outcome: 'fail' });
  expect(obstacle?.statements[0]?.sql).toContain(statement);
  const [onRds] = found({ ...change, isRds: { source: true, target: true } });
  expect(onRds?.statements).toEqual([]);
  expect(onRds?.action).toContain('parameter group');
});

it('wants no further slot for a way back that is made', () => {
  expect(found({ target: { slots: 10 }, source: { is_enabled: true, workers: 4 } })).toEqual([]);
});

it('makes the account as Amazon RDS wants it', () => {
  const [obstacle] = found({ target: { accounts: null }, isRds: { target: true } });
  expect(obstacle?.statements.map(({ sql }) => sql)).toEqual([
    'CREATE ROLE "shop_back" LOGIN PASSWORD \'<PASSWORD>\';',
    'GRANT rds_replication TO "shop_back";',
    'GRANT CONNECT ON DATABASE "shop" TO "shop_back";',
  ]);
});

it('gives an account that is there what it lacks', () => {
  const [obstacle] = found({ target: { accounts: null, has_own_account: true } });
  expect(obstacle?.statements[0]?.sql).toBe(
    "ALTER ROLE \"shop_back\" LOGIN REPLICATION PASSWORD '<PASSWORD>' VALID UNTIL 'infinity';",
  );
});

it('never takes unknown for good', () => {
  expect(found({ source: { reason: 'it is down' } })).toMatchObject([{ subject: 'source', outcome: 'unknown' }]);
  expect(found({ source: { partly: ['a', 'b', 'c'] } })).toMatchObject([
    {
      subject: 'part',
      side: 'source',
      outcome: 'unknown',
      message: expect.stringContaining('columns of a, b, …, and'),
    },
  ]);
  expect(found({ target: { tables: 0 } })).toMatchObject([{ subject: 'tables', outcome: 'unknown' }]);
  expect(found({ versions: { source: 150_018 } })).toMatchObject([{ subject: 'origin', side: 'source' }]);
  // One that has not told its version yet is no older one.
  expect(found({ versions: { source: null } })).toEqual([]);
});

it('names what a slot may be named, and no two alike', () => {
  expect(backName('shop-eu')).toBe('shop_eu_back');
  expect(backName('shop.billing')).toBe('shop_billing_back');
  expect(backName('shop.Billing')).toMatch(/^shop_billing_[0-9a-f]{8}_back$/);
  const long = (end: string): string => backName(`${'x'.repeat(60)}${end}`);
  expect(long('a')).toHaveLength(53);
  expect(long('a')).not.toBe(long('b'));
});
