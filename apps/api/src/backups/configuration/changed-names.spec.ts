import { changedNames } from './changed-names.js';
import { placeholder } from './secret-places.js';

const server = { name: 'shop-db', host: 'a', password: 'hush' };
const daily = { name: 'daily', cron: '0 2 * * *' };

it('names what came, went and differs, and no value', () => {
  const before = { servers: [server], schedules: [daily], compression: 'gzip' };
  const after = { servers: [server, { ...server, name: 'crm-db' }], schedules: [{ ...daily, cron: '0 3 * * *' }] };
  expect(changedNames(before, after, [])).toEqual([
    ...['compression removed', 'schedules/daily changed', 'servers/crm-db added'],
  ]);
});

it('sees a secret that was given anew, and none that was sealed anew or kept', () => {
  const sealed = { servers: [{ ...server, password: { sealed: 'v1.x' } }] };
  expect(changedNames({ servers: [server] }, sealed, [])).toEqual([]);
  expect(changedNames({ servers: [{ ...server, password: placeholder }] }, sealed, ['servers/shop-db'])).toEqual([
    'servers/shop-db changed',
  ]);
});
