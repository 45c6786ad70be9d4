import type { FreezeAftermath, FreezeLight, FreezeProof, FreezeProofAnswer, WritesSince } from '@cutover/contracts';
import { flushPromises, mount } from '@vue/test-utils';
import { createPinia, setActivePinia } from 'pinia';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { fixtureNow, migrationUpdate } from '../../../test/fixtures.js';
import { useLiveStore } from '../../live/live.store.js';
import { useMigrationsStore } from '../migrations/migrations.store.js';
import { useSessionStore } from '../access/session.store.js';
import { budgetClock } from './budget-clock.js';
import FreezeProofPage from './FreezeProofPage.vue';
import { useFreezeProofStore } from './freeze-proof.store.js';

const ids = [
  ...['sentinel-written', 'source-frozen', 'source-still', 'target-reached', 'sentinel-seen', 'hot-tables'],
  'target-captured',
] as FreezeLight['id'][];
const light = (id: FreezeLight['id'], over: Partial<FreezeLight> = {}): FreezeLight => ({
  ...{ id, state: 'green', title: `Title of ${id}`, message: `Message of ${id}.`, action: null, statement: null },
  ...{ evidence: [], startedAt: fixtureNow, endedAt: fixtureNow },
  ...over,
});
const proof = (over: Partial<FreezeProof> = {}): FreezeProof => ({
  ...{
    id: 'p',
    migration: 'shop',
    group: null,
    run: null,
    state: 'running',
    standing: null,
    verdict: { answer: 'safe', against: [], againstCount: 0 },
    startedBy: 'ops',
    startedAt: fixtureNow,
    finishedAt: null,
  },
  ...{
    conclusion: 'Under way: 6 of 7 green.',
    nextStep: 'Freeze the source.',
    statement: 'SET GLOBAL read_only = ON;',
  },
  lights: ids.map((id) => light(id)),
  freeze: { by: 'operator', since: null, isHeld: false, released: null },
  budget: { seconds: 300, elapsedMs: null, isRunning: false },
  ...{ servers: { source: null, target: null }, source: null, captured: null, after: null },
  ...over,
});
const none: WritesSince = {
  ...{ transactions: '0', isLowerBound: false, logBytes: '0', tables: [], isAllTables: true },
  ...{ sessions: null, firstSeenAt: null, lastKnown: null, reason: null },
};
const aftermath = (strayWrites: Partial<WritesSince> = {}): FreezeAftermath => ({
  ...{ isWatched: true, checkedAt: fixtureNow, isSourceFrozen: true, frozenSeenAt: fixtureNow },
  ...{ thawedAt: null, otherServer: null, rollbackLoss: none },
  strayWrites: { ...none, ...strayWrites },
});

/** The page over an API that answers so. */
async function open(answer: Partial<FreezeProofAnswer>, role: 'operator' | 'viewer' = 'operator') {
  const whole: FreezeProofAnswer = {
    ...{ migration: 'shop', proof: null, obstacle: null, allowFreeze: false, budgetSeconds: 300 },
    ...{
      sentinelTable: null,
      freezeStatement: 'SET GLOBAL read_only = ON;',
      thawStatement: 'SET GLOBAL read_only = OFF;',
    },
    ...answer,
  };
  const asked = vi.fn((..._: [string, RequestInit]) =>
    Promise.resolve(new Response(JSON.stringify(_[1].method === 'GET' ? whole : proof({ id: 'q' })))),
  );
  vi.stubGlobal('fetch', asked);
  useSessionStore().session = { name: 'eve', role, authRequired: true };
  useLiveStore().enter('live', null, fixtureNow);
  const stubs = { RouterLink: { template: '<a><slot /></a>' } };
  const page = mount(FreezeProofPage, { props: { migration: 'shop' }, global: { stubs } });
  await flushPromises();
  return { page, asked };
}

beforeEach(() => setActivePinia(createPinia()));
afterEach(() => void vi.unstubAllGlobals());

describe('the clock of the freeze budget', () => {
  const at = (elapsedMs: number | null, isRunning: boolean, sinceMs = 0) =>
    budgetClock({ seconds: 300, elapsedMs, isRunning }, sinceMs).left;

  it('counts down from what was heard, and says by how much it is over', () => {
    expect(at(null, false)).toBeNull();
    expect(at(0, true)).toBe('5:00');
    expect(at(0, true, 53_000)).toBe('4:07');
    expect(at(290_000, true, 22_000)).toBe('-0:12');
    expect(budgetClock({ seconds: 300, elapsedMs: 300_000, isRunning: true }, 0)).toMatchObject({
      isOver: true,
      share: 0,
    });
  });

  it('stands still once the source takes writes again', () => expect(at(60_000, false, 53_000)).toBe('4:00'));
});

describe('the page', () => {
  it('says how to begin, and what by-hand step comes without a table', async () => {
    const { page } = await open({});
    expect(page.text()).toContain('No proof was run yet');
    expect(page.text()).toContain('statement to run by hand');
    expect(page.text()).toContain('Start the proof');
  });

  it('shows one next step with its statement, and seven lights, each in a word', async () => {
    const lights = ids.map((id, index) =>
      light(id, { state: (['green', 'red', 'unknown', 'running', 'waiting'] as const)[index] ?? 'green' }),
    );
    const { page } = await open({ proof: proof({ lights }) });
    expect(page.get('[aria-label="Next step"] h2').text()).toBe('Freeze the source.');
    expect(page.get('[aria-label="Next step"] code').text()).toBe('SET GLOBAL read_only = ON;');
    expect(page.findAll('[aria-label="Seven lights"] > li')).toHaveLength(7);
    expect(
      page
        .findAll('[aria-label="Seven lights"] [data-tone]')
        .slice(0, 5)
        .map((badge) => badge.text()),
    ).toEqual(['Green', 'Red', 'Unknown', 'Looking', 'Waiting']);
  });

  it('colours nothing good while nothing arrives', async () => {
    const { page } = await open({ proof: proof({ state: 'passed', standing: 'holds', after: aftermath() }) });
    useLiveStore().enter('disconnected', 'gone', fixtureNow);
    await flushPromises();
    expect(page.text()).toContain('Cannot tell');
    expect(page.findAll('[data-tone="good"]')).toEqual([]);
  });

  it('is loud about a stray write, also where the proof had passed', async () => {
    const after = aftermath({
      transactions: '2',
      firstSeenAt: fixtureNow,
      tables: ['shop.orders'],
      isAllTables: false,
    });
    const { page } = await open({ proof: proof({ state: 'passed', standing: 'broken', after }) });
    expect(page.get('[aria-label="Next step"]').text()).toContain('No longer proved');
    expect(page.get('[data-side=stray]').text()).toContain('2 transactions');
    expect(page.get('[data-side=stray]').text()).toContain('shop.orders and perhaps others');
    expect(page.get('[data-side=stray] [data-tone]').attributes('data-tone')).toBe('critical');
    expect(page.get('[data-side=loss]').text()).toContain('None');
  });

  it('is not green where a proof passed and nobody can see whether the source is still frozen', async () => {
    const after = { ...aftermath(), isSourceFrozen: null };
    const { page } = await open({ proof: proof({ state: 'passed', standing: 'unknown', after }) });
    expect(page.get('[aria-label="Next step"]').text()).toContain('Cannot tell');
  });

  it('shows the answer beside the lights, and is not green where it is not safe', async () => {
    const verdict = { answer: 'not-safe', against: ['Table shop.a differs'], againstCount: 3 } as const;
    const nextStep = 'Do not switch: the answer is Not safe, because table shop.a differs (and 2 more).';
    const { page } = await open({
      proof: proof({
        state: 'passed',
        standing: 'withheld',
        after: aftermath(),
        nextStep,
        verdict: { ...verdict, against: [...verdict.against] },
      }),
    });
    const next = page.get('[aria-label="Next step"]');
    expect(next.text()).toContain('Do not switch');
    expect(next.classes().join(' ')).toContain('critical');
    expect(page.get('#answer').text()).toContain('Not safe');
    expect(page.get('#answer').text()).toContain('Table shop.a differs');
    expect(page.get('#answer').text()).toContain('and 2 more');
  });

  it('says plainly that the budget is over, where the proof holds still', async () => {
    const budget = { seconds: 300, elapsedMs: 300_001, isRunning: true };
    const { page } = await open({ proof: proof({ state: 'passed', standing: 'holds', after: aftermath(), budget }) });
    expect(page.get('[aria-label="Next step"]').text()).toContain('over the freeze budget');
    expect(page.get('[aria-label="Next step"]').classes().join(' ')).not.toContain('good');
  });

  it('says what was last known, and when, beside what is unknown now', async () => {
    const lastKnown = { transactions: '0', isLowerBound: false, at: fixtureNow };
    const after = aftermath({ transactions: null, reason: 'it is down', lastKnown });
    const { page } = await open({ proof: proof({ state: 'passed', standing: 'unknown', after }) });
    expect(page.get('[data-side=stray] [data-tone]').text()).toBe('Unknown');
    expect(page.get('[data-side=stray]').text()).toContain('Last known: None');
  });

  it('never shows unknown writes as none', async () => {
    const { page } = await open({
      proof: proof({
        state: 'passed',
        standing: 'unknown',
        after: aftermath({ transactions: null, reason: 'it is down' }),
      }),
    });
    expect(page.get('[data-side=stray] [data-tone]').text()).toBe('Unknown');
    expect(page.get('[data-side=stray]').text()).toContain('it is down');
    expect(page.get('[aria-label="Next step"]').text()).toContain('Cannot tell');
  });

  it.each([
    ['running', null, 'Waiting', 'Begins with the freeze'],
    ['cancelled', null, 'Not looked at', 'The source was not frozen'],
    ['failed', fixtureNow, 'Not looked at', 'You had frozen the source; the clock does not run any more'],
  ] as const)('says of a proof that is %s only what is true then', async (state, since, word, holder) => {
    const lights = ids.map((id) => light(id, { state: 'waiting' }));
    const freeze = { by: 'operator', since, isHeld: false, released: null } as const;
    const { page } = await open({ proof: proof({ state, lights, freeze }) });
    expect(page.get('[data-light=hot-tables] [data-tone]').text()).toBe(word);
    expect(page.get('[aria-label="Freeze budget"]').text()).toContain(holder);
  });

  it('freezes only where that is allowed, and after a second press', async () => {
    expect((await open({})).page.text()).not.toContain('Freeze the source, then prove');
    const { page, asked } = await open({ allowFreeze: true });
    const press = (word: string) =>
      page
        .findAll('button')
        .find((button) => button.text() === word)!
        .trigger('click');
    await press('Freeze the source, then prove');
    expect(asked).toHaveBeenCalledTimes(1);
    expect(page.text()).toContain('for 300 s at the longest');
    await press('Freeze it');
    await flushPromises();
    expect(asked.mock.calls.at(-1)?.[1]).toMatchObject({ method: 'POST', body: '{"freeze":true}' });
  });

  it('offers viewers no button, and no engine what is not built', async () => {
    expect((await open({ proof: proof() }, 'viewer')).page.text()).not.toContain('Cancel the proof');
    setActivePinia(createPinia());
    const { page } = await open({ obstacle: 'Not built for PostgreSQL yet.' });
    expect(page.text()).toContain('Not built for PostgreSQL yet.');
    expect(page.text()).not.toContain('Start the proof');
  });
});

it('lets a proof that ended stay ended when an older message comes late', () => {
  const store = useFreezeProofStore();
  store.receive(proof({ state: 'passed' }));
  store.receive(proof());
  expect(store.heard.get('shop')?.proof.state).toBe('passed');
  store.receive(proof({ id: 'q', startedAt: '2026-11-20T03:00:01.000Z' }));
  expect(store.heard.get('shop')?.proof.id).toBe('q');
});

it('says of a database that is one of several that a proof is of it alone', async () => {
  const { page: alone } = await open({ proof: proof() });
  expect(alone.text()).not.toContain('this database alone');
  const group = { name: 'shop', database: 'billing', count: 2 };
  useMigrationsStore().receiveAll([{ ...migrationUpdate({ group }), name: 'shop', migration: 'shop' }]);
  const { page } = await open({ proof: proof() });
  expect(page.text()).toContain('This freeze proof is of one database of 2.');
  expect(page.get('[data-group-answer]').attributes('data-group-answer')).toBe('cannot-tell');
});
