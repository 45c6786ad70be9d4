import type { FreezeProof, FreezeProofAnswer } from '@cutover/contracts';
import { flushPromises, mount } from '@vue/test-utils';
import { createPinia, setActivePinia } from 'pinia';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { fixtureNow, migrationUpdate } from '../../../test/fixtures.js';
import { useLiveStore } from '../../live/live.store.js';
import { useSessionStore } from '../access/session.store.js';
import { useMigrationsStore } from '../migrations/migrations.store.js';
import { useFreezeProofStore } from './freeze-proof.store.js';
import GroupProof from './GroupProof.vue';
import GroupProofLine from './GroupProofLine.vue';

const none = {
  ...{ transactions: '0', isLowerBound: false, logBytes: '0', tables: [], isAllTables: true },
  ...{ sessions: null, firstSeenAt: null, lastKnown: null, reason: null },
};
/** Of a database that is proved and holds, but for what the test says. */
const proof = (database: string, change: Partial<FreezeProof> = {}): FreezeProof => ({
  ...{ id: database, migration: `shop.${database}`, group: { name: 'shop', database, count: 2 }, run: 'R' },
  ...{ state: 'passed', standing: 'holds', verdict: null, startedBy: 'ops' },
  ...{ startedAt: fixtureNow, finishedAt: fixtureNow },
  ...{ conclusion: `Of ${database}.`, nextStep: 'Open it.', statement: 'OPEN' },
  lights: [],
  freeze: { by: 'operator', since: fixtureNow, isHeld: false, released: null },
  budget: { seconds: 60, elapsedMs: 1_000, isRunning: true },
  ...{ servers: { source: 'S', target: 'T' }, source: null, captured: null },
  after: {
    ...{ isWatched: true, checkedAt: fixtureNow, isSourceFrozen: true, frozenSeenAt: fixtureNow, thawedAt: null },
    ...{ otherServer: null, strayWrites: none, rollbackLoss: none },
  },
  ...change,
});

/** Two databases whose proofs the API answers with. */
async function open(proofs: Record<string, FreezeProof | null>, role: 'operator' | 'viewer' = 'operator') {
  const answer = (path: string): Partial<FreezeProofAnswer> => {
    const migration = decodeURIComponent(path.split('/')[3] ?? '');
    return {
      ...{ migration, proof: proofs[migration] ?? null, obstacle: null, allowFreeze: false, budgetSeconds: 60 },
      ...{ sentinelTable: 'cutover.sentinel', freezeStatement: 'FREEZE', thawStatement: 'THAW' },
    };
  };
  const asked = vi.fn((path: string, _: RequestInit) => Promise.resolve(new Response(JSON.stringify(answer(path)))));
  vi.stubGlobal('fetch', asked);
  useSessionStore().session = { name: 'eve', role, authRequired: true };
  useLiveStore().enter('live', null, fixtureNow);
  const updates = ['a', 'b'].map((database) => {
    const update = migrationUpdate({ group: { name: 'shop', database, count: 2 } });
    return { ...update, name: `shop.${database}`, migration: `shop.${database}` };
  });
  useMigrationsStore().receiveAll(updates);
  const stubs = { RouterLink: { template: '<a><slot /></a>' } };
  const shown = mount(GroupProof, { props: { name: 'shop', count: 2 }, global: { stubs } });
  await flushPromises();
  return { shown, asked };
}

beforeEach(() => setActivePinia(createPinia()));
afterEach(() => void vi.unstubAllGlobals());

it('begins all with one press, and offers it to operators alone', async () => {
  const { shown, asked } = await open({});
  await shown.get('button').trigger('click');
  await flushPromises();
  expect(asked.mock.calls.map(([path, { method }]) => `${method} ${path}`)).toContain(
    'POST /api/groups/shop/freeze-proof',
  );
  expect((await open({}, 'viewer')).shown.findAll('button')).toEqual([]);
});

it('says to switch only where all hold, and which stands in the way', async () => {
  const { shown } = await open({ 'shop.a': proof('a'), 'shop.b': proof('b') });
  expect(shown.attributes('data-light')).toBe('green');
  expect(shown.text()).toContain('All 2 databases of shop are frozen and proved');
  useFreezeProofStore().receive(proof('b', { standing: 'broken', conclusion: 'It took writes.' }));
  await shown.vm.$nextTick();
  expect(shown.attributes('data-light')).toBe('red');
  expect(shown.text()).not.toContain('switch now');
  expect(shown.findAll('li').map((row) => row.attributes('data-light'))).toEqual(['red', 'green']);
  expect(shown.text()).toContain('It took writes.');
});

it('says how to lift the freeze of each database once the proof is not good, and not while it is', async () => {
  const { shown } = await open({ 'shop.a': proof('a'), 'shop.b': proof('b') });
  expect(shown.find('[data-left-frozen]').exists()).toBe(false);
  useFreezeProofStore().receive(proof('b', { state: 'failed', standing: null, after: null }));
  await shown.vm.$nextTick();
  expect(shown.get('[data-left-frozen]').text()).toMatch(/You froze b, a for this proof.*THAW/s);
});

it('ends all while one is under way', async () => {
  const running = proof('b', { state: 'running', standing: null, finishedAt: null, after: null });
  const { shown, asked } = await open({ 'shop.a': proof('a'), 'shop.b': running });
  expect(shown.get('button').text()).toBe('Cancel all proofs');
  await shown.get('button').trigger('click');
  expect(asked.mock.calls.map(([path, { method }]) => `${method} ${path}`)).toContain(
    'DELETE /api/groups/shop/freeze-proof',
  );
});

it('colours nothing good while nothing arrives', async () => {
  const { shown } = await open({ 'shop.a': proof('a'), 'shop.b': proof('b') });
  useLiveStore().enter('disconnected', 'gone', fixtureNow);
  await shown.vm.$nextTick();
  expect(shown.findAll('[data-tone="good"]')).toEqual([]);
  expect(shown.text()).toContain('what was last heard');
});

it('stands beside the proof of one database, as that of all', async () => {
  await open({ 'shop.a': proof('a'), 'shop.b': proof('b', { state: 'failed', standing: null, after: null }) });
  const line = mount(GroupProofLine, { props: { group: { name: 'shop', database: 'a', count: 2 } } });
  await flushPromises();
  expect(line.attributes('data-group-light')).toBe('red');
  expect(line.text()).toContain('of one database of 2');
});
