import type { StorageView } from './watched-storage.js';

/** Counts how often something else lay in the storages than before. */
export class CatalogueRevision {
  private views: readonly StorageView[] = [];
  private content = '';
  private count = 0;

  /** Cheap while no storage was read again. */
  of(views: readonly StorageView[]): number {
    const isSame = views.length === this.views.length && views.every((view, at) => view === this.views[at]);
    if (isSame) return this.count;
    this.views = views;
    const content = JSON.stringify(views.map(contentOf));
    if (content !== this.content) this.count += 1;
    this.content = content;
    return this.count;
  }
}

/** Without when it was read: that alone is no news. */
function contentOf({ storage, readAt, failure, entries }: StorageView): unknown[] {
  const each = entries.map((entry) => [
    ...[entry.folder, String(entry.bytes), entry.changedAt],
    ...('manifest' in entry ? [entry.objectFault, entry.hold, entry.proof, entry.foundBad] : [entry.kind]),
  ]);
  return [storage.name, readAt !== null, failure, each];
}
