import { CannotRun } from '../cannot-run.js';
import { verifyOptionsOf } from './verify-options.js';

describe('verifyOptionsOf', () => {
  it('takes a table as often as it is named, and each once', () => {
    expect(verifyOptionsOf({ table: ['a.b', 'c.d', 'a.b'] }).tables).toEqual(['a.b', 'c.d']);
  });

  it('means every table, no bound and no files where nothing is said', () => {
    expect(verifyOptionsOf({})).toEqual({
      ...{ configFile: null, migration: null, tables: null, isJson: false, loadShare: null, repairFile: null },
    });
  });

  it.each([
    ['10', 0.1],
    ['100', 1],
    ['2.5 %', 0.025],
  ])('reads --max-load %s', (typed, share) => {
    expect(verifyOptionsOf({ 'max-load': typed }).loadShare).toBe(share);
  });

  it.each(['0', '-5', '101', 'much', 'NaN', ' '])('refuses --max-load %j', (typed) => {
    expect(() => verifyOptionsOf({ 'max-load': typed })).toThrow(CannotRun);
  });
});
