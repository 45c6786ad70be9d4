import { aColumn, aDefinition } from '../../../../../test/support/exact-column.js';
import { sharedKey } from './shared-key.js';

const primary = { index: 'PRIMARY', columns: ['id'] };

describe('sharedKey', () => {
  it('is the key that both sides have', () => {
    expect(sharedKey(aDefinition(), aDefinition())).toEqual(primary);
    const unique = { index: 'u', columns: ['name'] };
    expect(sharedKey(aDefinition({ uniqueKeys: [primary, unique] }), aDefinition({ uniqueKeys: [unique] }))).toEqual(
      unique,
    );
  });

  it.each([
    ['there is none', { uniqueKeys: [] }],
    ['it has other columns', { uniqueKeys: [{ index: 'PRIMARY', columns: ['id', 'name'] }] }],
  ])('is null when %s', (_, changes) => {
    expect(sharedKey(aDefinition(), aDefinition(changes))).toBeNull();
  });

  it('is null when its text sorts differently on both sides', () => {
    const key = { uniqueKeys: [{ index: 'PRIMARY', columns: ['name'] }] };
    const other = aDefinition({
      ...key,
      columns: [aColumn('id', 'int'), aColumn('name', 'varchar', { collation: 'utf8mb4_general_ci' })],
    });
    expect(sharedKey(aDefinition(key), other)).toBeNull();
    expect(sharedKey(aDefinition(key), aDefinition(key))).not.toBeNull();
  });

  it('is null for types whose index order is not that of their comparison', () => {
    const set = aDefinition({ columns: [aColumn('id', 'set')] });
    expect(sharedKey(set, set)).toBeNull();
  });
});
