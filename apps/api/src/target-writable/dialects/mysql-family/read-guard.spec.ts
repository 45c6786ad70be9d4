import { guardOf } from './read-guard.js';

const told = (values: Record<string, string>, engine: 'mariadb' | 'mysql' = 'mariadb') =>
  guardOf(
    engine,
    Object.entries(values).map(([Variable_name, Value]) => ({ Variable_name, Value })),
  );

it.each([
  [{ read_only: 'OFF' }, 'none'],
  [{ read_only: 'ON' }, 'ordinary'],
  [{ read_only: 'NO_LOCK' }, 'ordinary'],
  [{ read_only: 'NO_LOCK_NO_ADMIN' }, 'all'],
  [{ read_only: 'ON', super_read_only: 'OFF' }, 'ordinary'],
  [{ read_only: 'ON', super_read_only: 'ON' }, 'all'],
  [{}, null],
])('takes %j for %s', (values, guard) => expect(told(values)).toMatchObject({ guard }));

it('sees a write where it gets a GTID', () => {
  expect(told({ log_bin: 'ON' })).toMatchObject({ isLogged: true, unloggedBecause: null });
  expect(told({ log_bin: 'OFF' })).toMatchObject({ isLogged: false, unloggedBecause: 'log_bin = OFF' });
  expect(told({ log_bin: 'ON', gtid_mode: 'ON' }, 'mysql')).toMatchObject({ isLogged: true });
  expect(told({ log_bin: 'ON', gtid_mode: 'OFF_PERMISSIVE' }, 'mysql')).toMatchObject({
    ...{ isLogged: false, unloggedBecause: 'gtid_mode = OFF_PERMISSIVE' },
  });
  expect(told({})).toMatchObject({ isLogged: null });
});
