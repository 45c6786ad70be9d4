import { backupsSchema } from '../../config/backups.schema.js';
import { laterOf, nextDueSince } from './due-since.js';

const server = (name: string) => ({ name, host: 'a', username: 'u', password: 'p' });
const config = (schedules: object[], servers = ['shop-db'], others: object = {}) =>
  backupsSchema.parse({
    ...{ servers: servers.map(server), storages: [{ name: 'disk', folder: '/b' }], schedules },
    ...others,
  });
const daily = { name: 'daily', cron: '30 2 * * *' };
const [then, now] = ['2026-01-01T00:00:00.000Z', '2026-02-01T00:00:00.000Z'];

it('keeps what is due at the times of before, and begins anew what has others', () => {
  const before = { config: config([daily, { ...daily, name: 'nightly' }]), dueSince: { 'schedules/daily': then } };
  const after = config([
    { ...daily, misfire: 'skip' },
    { ...daily, name: 'nightly', timeZone: 'Europe/Berlin' },
    { ...daily, name: 'weekly' },
  ]);
  expect(nextDueSince(before, after, now)).toEqual({
    ...{ 'schedules/daily': then, 'schedules/nightly': now, 'schedules/weekly': now },
  });
});

it('begins anew with a server that was not there, and with other times of restore tests', () => {
  const before = { config: config([daily]), dueSince: {} };
  const after = config([daily], ['shop-db', 'crm-db'], { restoreTest: { cron: '0 4 * * 0' } });
  expect(nextDueSince(before, after, now)).toEqual({ 'servers/crm-db': now, restoreTest: now });
});

it('begins anew with a server whose name now stands for another one', () => {
  const before = { config: config([daily]), dueSince: { 'servers/shop-db': then, 'schedules/daily': then } };
  const after = (change: object) =>
    config([daily], [], { servers: [{ ...server('shop-db'), ...change }], storages: [{ name: 'disk', folder: '/b' }] });
  for (const change of [{ host: 'b' }, { port: 3307 }, { engine: 'mysql' }])
    expect(nextDueSince(before, after(change), now)['servers/shop-db']).toBe(now);
  expect(nextDueSince(before, after({ username: 'v' }), now)['servers/shop-db']).toBe(then);
});

it('takes the latest of all', () => {
  const nowMs = Date.parse(now);
  expect(laterOf(then, { a: now, b: '2027-01-01T00:00:00.000Z' }, ['a', 'none'], nowMs)).toEqual(new Date(now));
  expect(laterOf(then, {}, ['a'], nowMs)).toEqual(new Date(then));
});

it('passes over what a clock that was far ahead has noted', () => {
  const ahead = { a: '2099-01-01T00:00:00.000Z' };
  expect(laterOf(then, ahead, ['a'], Date.parse(now))).toEqual(new Date(then));
});
