import { PendingChanges } from './pending-changes.js';

describe('PendingChanges', () => {
  it('names a table once, however often it changed, and nothing twice', () => {
    const pending = new PendingChanges();
    pending.noteTables('shop', 'checksums', ['shop.a'], []);
    pending.noteTables('shop', 'checksums', ['shop.a', 'shop.b'], []);
    pending.noteTables('crm', 'consistency', ['crm.x'], []);
    expect([...(pending.take('shop')?.checksums ?? [])]).toEqual(['shop.a', 'shop.b']);
    expect(pending.take('shop')).toBeNull();
    expect(pending.migrations()).toEqual(['crm']);
  });

  it('tells of a table that went and came back both: that it went first', () => {
    const pending = new PendingChanges();
    pending.noteTables('shop', 'consistency', ['shop.a'], []);
    pending.noteTables('shop', 'checksums', [], ['shop.a']);
    pending.noteTables('shop', 'checksums', ['shop.a'], []);
    const changes = pending.take('shop');
    expect([...(changes?.removed ?? [])]).toEqual(['shop.a']);
    expect([...(changes?.checksums ?? [])]).toEqual(['shop.a']);
    expect(changes?.consistency.size).toBe(0);
  });
});
