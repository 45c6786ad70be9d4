import { describe, expect, it } from 'vitest';
import { checksumResult, consistencyResult, migrationUpdate, watchedMigration } from '../../test/fixtures.js';
import { mergeUpdate } from './merge-update.js';

const tablesOf = (results: readonly { table: string }[]): string[] => results.map(({ table }) => table).sort();
const known = watchedMigration({
  checksumResults: [checksumResult('shop.a'), checksumResult('shop.b')],
  consistencyResults: [consistencyResult('shop.a'), consistencyResult('shop.b')],
});

describe('mergeUpdate', () => {
  it('puts the changed tables in and keeps all others, with the newest state', () => {
    const update = migrationUpdate({
      ...{ isComplete: false, lastUpdated: '2026-11-20T03:01:00.000Z', consistencyResults: [] },
      checksumResults: [checksumResult('shop.b', { verdict: 'diverged' }), checksumResult('shop.c')],
    });
    const merged = mergeUpdate(known, update);
    expect(merged.checksumResults.map(({ table, verdict }) => `${table} ${verdict}`)).toEqual([
      ...['shop.a matched', 'shop.b diverged', 'shop.c matched'],
    ]);
    expect(merged.lastUpdated).toBe('2026-11-20T03:01:00.000Z');
    expect(merged.consistencyResults).toBe(known.consistencyResults);
  });

  it('forgets tables that are no longer watched, unless they came back in the same update', () => {
    const update = migrationUpdate({
      ...{ isComplete: false, removedTables: ['shop.a', 'shop.b'], consistencyResults: [] },
      checksumResults: [checksumResult('shop.b')],
    });
    const merged = mergeUpdate(known, update);
    expect(tablesOf(merged.checksumResults)).toEqual(['shop.b']);
    expect(merged.consistencyResults).toEqual([]);
  });

  it('believes a complete update and nothing from before: what was missed while away is in it', () => {
    const update = migrationUpdate({ checksumResults: [checksumResult('shop.z')], consistencyResults: [] });
    const merged = mergeUpdate(known, update);
    expect(tablesOf(merged.checksumResults)).toEqual(['shop.z']);
    expect(merged.consistencyResults).toEqual([]);
    expect(merged).not.toHaveProperty('isComplete');
  });
});
