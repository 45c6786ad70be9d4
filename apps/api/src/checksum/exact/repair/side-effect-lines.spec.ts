import { sideEffectLines } from './side-effect-lines.js';
import type { SideEffects } from './side-effects.js';

const none: SideEffects = { sight: 'server', triggers: [], references: [] };
const some: SideEffects = {
  sight: 'database',
  triggers: [
    { name: 'told', timing: 'AFTER', event: 'DELETE' },
    { name: 'kept', timing: 'BEFORE', event: 'INSERT' },
  ],
  references: [
    { database: 'shop', table: 'items', onDelete: 'CASCADE', onUpdate: 'SET NULL' },
    { database: 'shop', table: 'notes', onDelete: 'RESTRICT', onUpdate: 'NO ACTION' },
  ],
};
const text = (...args: Parameters<typeof sideEffectLines>): string => sideEffectLines(...args).join('\n');

describe('sideEffectLines', () => {
  it('names the triggers and tables that these statements concern, and no others', () => {
    const removed = text(some, { missing: 0, changed: 0, extra: 1 });
    expect(removed).toMatch(/DELETE fires the trigger told \(AFTER DELETE\)/);
    expect(removed).toMatch(/DELETE also changes rows of `shop`\.`items` \(ON DELETE CASCADE\)/);
    expect(removed).not.toMatch(/kept|notes|UPDATE/);
    expect(text(some, { missing: 0, changed: 1, extra: 0 })).toMatch(/No trigger fires.*\n.*ON UPDATE SET NULL/);
  });

  it('says that nothing fires only where the account would see it', () => {
    const rows = { missing: 1, changed: 1, extra: 1 };
    expect(text(none, rows)).toBe('-- No trigger fires.\n-- No foreign key changes rows of other tables.');
    expect(text({ ...none, sight: 'database' }, rows)).toMatch(/No trigger fires[^]*of other databases are not seen/);
    expect(text({ ...none, sight: 'table' }, rows)).toMatch(/No trigger fires[^]*foreign keys [^]*UNKNOWN/);
    expect(text({ ...none, sight: 'nothing' }, rows)).toMatch(/triggers fire is UNKNOWN[^]*elsewhere is UNKNOWN/);
    expect(text(null, rows)).toMatch(/UNKNOWN, the target could not be asked/);
  });
});
