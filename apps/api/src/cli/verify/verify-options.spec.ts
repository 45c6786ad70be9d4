import type { MigrationConfig } from '../../config/config.schema.js';
import { CannotRun } from '../cannot-run.js';
import { chooseMigration, verifyOptionsOf } from './verify-options.js';

const named = (...names: string[]): MigrationConfig[] =>
  names.map((name) => ({ name, group: null }) as MigrationConfig);

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

describe('chooseMigration', () => {
  it('takes the only one without being told', () => {
    expect(chooseMigration(named('shop'), null)).toBe('shop');
  });

  it('takes the one that is named', () => {
    expect(chooseMigration(named('shop', 'crm'), 'crm')).toBe('crm');
  });

  it.each([
    [null, /more than one .* shop, crm/],
    ['hr', /no migration "hr".* shop, crm/],
  ])('refuses %j and names those there are', (name, message) => {
    expect(() => chooseMigration(named('shop', 'crm'), name)).toThrow(message);
  });

  it('says of a migration of several databases what to verify instead', () => {
    const parts = ['a', 'b'].map(
      (database) => ({ name: `shop.${database}`, group: { name: 'shop', database } }) as MigrationConfig,
    );
    expect(() => chooseMigration([...named('crm'), ...parts], 'shop')).toThrow(
      '"shop" has several databases: name one of them with --migration: shop.a, shop.b',
    );
  });
});
