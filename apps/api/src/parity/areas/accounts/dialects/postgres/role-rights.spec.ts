import { settingRights } from './role-rights.js';

const frozen = 'default_transaction_read_only=on';
const held = (role: string | null, database: string | null, side: 'source' | 'target', ...settings: string[]) =>
  settingRights([{ role, database, settings }], side).flatMap(({ privileges }) => [...privileges]);

it('leaves out by what the database of the source is frozen, and nothing else', () => {
  expect(held(null, 'shop', 'source', frozen, 'search_path=a')).toEqual(['search_path=a']);
  expect(held(null, 'shop', 'source', frozen)).toEqual([]);
  expect(held(null, 'shop', 'target', frozen)).toEqual([frozen]);
  expect(held('app', 'shop', 'source', frozen)).toEqual([frozen]);
  expect(held(null, null, 'source', frozen)).toEqual([frozen]);
});
