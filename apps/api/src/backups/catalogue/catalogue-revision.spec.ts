import { aStorage, aStoredBackup } from '../../../test/support/a-stored-backup.js';
import { CatalogueRevision } from './catalogue-revision.js';
import type { StorageView } from './watched-storage.js';

const backup = aStoredBackup('2026-03-31T02:30:00.000Z');
const view = (change: Partial<StorageView> = {}): StorageView => ({
  ...{ storage: aStorage, readAt: '2026-03-31T03:00:00.000Z', failure: null, entries: [backup] },
  ...change,
});

it('moves on when something else lies there, and not when it was only read again', () => {
  const revision = new CatalogueRevision();
  const first = revision.of([view()]);
  expect(revision.of([view({ readAt: '2026-03-31T03:05:00.000Z' })])).toBe(first);
  expect(revision.of([view({ entries: [] })])).toBe(first + 1);
  expect(revision.of([view({ entries: [], failure: 'EIO' })])).toBe(first + 2);
  const held = { ...backup, hold: { by: 'ops', why: 'audit', heldAt: '2026-03-31T03:00:00.000Z' } };
  expect(revision.of([view({ entries: [held] })])).toBe(first + 3);
  expect(revision.of([view({ entries: [{ ...backup, objectFault: 'missing' }] })])).toBe(first + 4);
});
