import type { WatchedTable } from '../../tables/tables.service.js';
import { chooseWork } from './choose-work.js';
import { CannotRun } from './verify-options.js';

const watched = ['shop.a', 'shop.b'].map((id) => ({ id }) as WatchedTable);

describe('chooseWork', () => {
  it('takes all that is watched, or what is named', () => {
    expect(chooseWork(watched, null)).toEqual(watched);
    expect(chooseWork(watched, ['shop.b']).map(({ id }) => id)).toEqual(['shop.b']);
  });

  it('refuses a name that is not watched rather than leave it out', () => {
    expect(() => chooseWork(watched, ['shop.b', 'shop.c'])).toThrow(/--table: "shop\.c" is not a watched table/);
  });

  it('refuses to call nothing verified', () => {
    expect(() => chooseWork([], null)).toThrow(CannotRun);
  });
});
