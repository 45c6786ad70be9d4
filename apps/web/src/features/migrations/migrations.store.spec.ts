import { createPinia, setActivePinia } from 'pinia';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { checksumResult, migrationUpdate } from '../../../test/fixtures.js';
import { useMigrationsStore } from './migrations.store.js';

beforeEach(() => setActivePinia(createPinia()));

describe('the migrations store', () => {
  it('merges what comes in one frame, in its order, and tells of it once', () => {
    const store = useMigrationsStore();
    const seen = vi.fn();
    store.$subscribe(seen, { flush: 'sync' });
    store.receiveAll([
      migrationUpdate({ checksumResults: [checksumResult('shop.a')] }),
      migrationUpdate({ isComplete: false, checksumResults: [checksumResult('shop.b')] }),
      migrationUpdate({ isComplete: false, checksumResults: [], removedTables: ['shop.a'] }),
    ]);
    expect(store.list[0]?.checksumResults.map(({ table }) => table)).toEqual(['shop.b']);
    expect(store.isLoaded).toBe(true);
  });

  it("asks two questions over REST, however many migrations there are, and lets the socket's newer word stand", async () => {
    const store = useMigrationsStore();
    const names = Array.from({ length: 40 }, (_, number) => `m${number}`);
    const summaries = names.map((name) => ({ ...migrationUpdate({ name }), lag: null }));
    const metrics = names.map((migration) => migrationUpdate({ migration, checksumResults: [checksumResult('x.y')] }));
    const fetch = vi.fn((path: string) => {
      // While REST answers, the socket brings something newer of one of them.
      if (path === '/api/metrics') {
        vi.setSystemTime(Date.now() + 1);
        store.receiveAll([migrationUpdate({ name: 'm7', checksumResults: [checksumResult('new.er')] })]);
      }
      return Promise.resolve(new Response(JSON.stringify(path === '/api/metrics' ? metrics : summaries)));
    });
    vi.useFakeTimers({ toFake: ['Date'] });
    vi.stubGlobal('fetch', fetch);
    try {
      await store.load();
    } finally {
      vi.useRealTimers();
      vi.unstubAllGlobals();
    }
    expect(fetch).toHaveBeenCalledTimes(2);
    expect(store.names).toHaveLength(40);
    const tableOf = (name: string) => store.heard.get(name)?.detail.checksumResults[0]?.table;
    expect([tableOf('m6'), tableOf('m7')]).toEqual(['x.y', 'new.er']);
  });
});
