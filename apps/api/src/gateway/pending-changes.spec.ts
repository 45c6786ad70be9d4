import { PendingChanges } from './pending-changes.js';

describe('PendingChanges', () => {
  it('names a table once, however often it changed, and nothing twice', () => {
    const pending = new PendingChanges();
    pending.noteChange({ migration: 'shop', source: 'checksums', changedTables: ['shop.a'] });
    pending.noteChange({ migration: 'shop', source: 'checksums', changedTables: ['shop.a', 'shop.b'] });
    pending.noteChange({ migration: 'crm', source: 'consistency', changedTables: ['crm.x'] });
    expect([...(pending.take('shop')?.tables.get('checksums') ?? [])]).toEqual(['shop.a', 'shop.b']);
    expect(pending.take('shop')).toBeNull();
    expect(pending.migrations()).toEqual(['crm']);
  });

  it('tells of a table that went and came back both: that it went first', () => {
    const pending = new PendingChanges();
    pending.noteChange({ migration: 'shop', source: 'consistency', changedTables: ['shop.a'] });
    pending.noteChange({ migration: 'shop', source: 'checksums', removedTables: ['shop.a'] });
    pending.noteChange({ migration: 'shop', source: 'checksums', changedTables: ['shop.a'] });
    const changes = pending.take('shop');
    expect([...(changes?.removed ?? [])]).toEqual(['shop.a']);
    expect([...(changes?.tables.get('checksums') ?? [])]).toEqual(['shop.a']);
    expect(changes?.tables.get('consistency')?.size).toBe(0);
  });
});
