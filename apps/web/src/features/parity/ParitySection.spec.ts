import type { ParityAnswer, ParityDifference } from '@cutover/contracts';
import { flushPromises, mount } from '@vue/test-utils';
import { afterEach, expect, it, vi } from 'vitest';
import { fixtureNow } from '../../../test/fixtures.js';
import ParitySection from './ParitySection.vue';

const difference = (over: Partial<ParityDifference> = {}): ParityDifference => ({
  ...{ id: 'schema/index/shop.orders/by_day', area: 'schema', kind: 'index', object: 'shop.orders' },
  ...{ part: 'index by_day', source: 'INDEX (`day`)', target: null, why: 'Queries read the whole table.' },
  mend: { on: 'target', statements: ['SET SESSION sql_log_bin = 0;', 'ALTER TABLE it;'], note: 'Look at its size.' },
  blocks: true,
  ...over,
});
const answer = (over: Partial<ParityAnswer> = {}): ParityAnswer => ({
  ...{ migration: 'shop', total: over.differences?.length ?? 0, differences: [], nextCursor: null },
  areas: [
    {
      ...{ area: 'schema', compared: { table: 3 }, differences: 1, blocking: 1, unknown: [], tookMs: 5 },
      leftOut: [{ object: "'root'@'localhost'", why: 'each server has an administrator of its own' }],
      ...{ statements: { source: 15, target: 15 }, measuredAt: fixtureNow, failure: null },
    },
  ],
  ...over,
});
const section = {
  ...{ id: 'parity', label: 'Parity', outcome: 'fail' as const, summary: '1 difference, 1 blocks' },
  ...{ explanation: 'Everything beside the rows.', facts: [], findings: [] },
};

const asked: string[] = [];
async function drawn(...pages: ParityAnswer[]) {
  asked.length = 0;
  vi.stubGlobal('fetch', (path: string) => {
    asked.push(path);
    return Promise.resolve(Response.json(pages[Math.min(asked.length, pages.length) - 1]));
  });
  const page = mount(ParitySection, { props: { migration: 'shop', section, isFeedStale: false } });
  await flushPromises();
  return page;
}
afterEach(() => vi.unstubAllGlobals());

it('shows both sides, why it matters, and what mends it', async () => {
  const page = await drawn(answer({ differences: [difference()] }));
  const item = page.get('[aria-label="Differences: Schema"] > li').text();
  for (const text of ['Blocks the cutover', 'index by_day of shop.orders', 'INDEX (`day`)', 'not there'])
    expect(item).toContain(text);
  for (const text of ['Queries read the whole table.', 'run on the target', 'ALTER TABLE it;', 'Look at its size.'])
    expect(item).toContain(text);
  expect(page.get('button[aria-label^="Copy what mends"]').text()).toBe('Copy');
});

it('says that no statement mends what none can, and does not call a warning a blocker', async () => {
  const text = (await drawn(answer({ differences: [difference({ mend: null, blocks: false })] }))).text();
  expect(text).toContain('No statement mends it by itself');
  expect(text).not.toContain('Blocks the cutover');
});

it('keeps what would make a difference that does not matter out of sight until somebody asks', async () => {
  const page = await drawn(answer({ differences: [difference({ blocks: false })] }));
  const item = page.get('[aria-label="Differences: Schema"] > li');
  expect(item.text()).toContain('Does not block');
  const details = item.get('details');
  expect(details.attributes('open')).toBeUndefined();
  expect(details.get('summary').text()).toBe('If it is to be the same');
  expect(details.text()).toContain('ALTER TABLE it;');
  const blocking = await drawn(answer({ differences: [difference()] }));
  expect(blocking.find('li details').exists()).toBe(false);
});

it('asks for an area, a name and the next page', async () => {
  const first = answer({ differences: [difference()], total: 2, nextCursor: 'next' });
  const page = await drawn(first, answer({ differences: [difference({ id: 'b', object: 'shop.b' })], total: 2 }));
  await page
    .findAll('button')
    .find((button) => button.text() === 'Load more')
    ?.trigger('click');
  await flushPromises();
  expect(page.findAll('[aria-label="Differences: Schema"] > li')).toHaveLength(2);
  expect(page.text()).toContain('2 of 2 differences shown');
  await page.get('input').setValue('orders');
  await flushPromises();
  expect(asked.at(-1)).toContain('search=orders');
  expect(asked[1]).toContain('cursor=next');
});

it('names what is left out on purpose, with the reason', async () => {
  const list = (await drawn(answer())).get('[aria-label="Left out"]');
  expect(list.text()).toContain("'root'@'localhost': each server has an administrator of its own");
  const [state] = answer().areas;
  const nothing = await drawn(answer({ areas: state ? [{ ...state, leftOut: [] }] : [] }));
  expect(nothing.text()).not.toContain('Left out on purpose');
});

it('asks again when the API knows something new', async () => {
  const page = await drawn(answer());
  await page.setProps({ section: { ...section, facts: [{ label: 'Last compared', value: 'now', hint: null }] } });
  await flushPromises();
  expect(asked).toHaveLength(2);
});

it('never shows what could not be compared as equal', async () => {
  const unknown = [
    {
      ...{ area: 'schema' as const, what: 'triggers of shop', side: 'target' as const, blocks: true },
      ...{ reason: 'hidden', action: 'Give our account the right.', grants: ['GRANT TRIGGER;'] },
    },
  ];
  const [state] = answer().areas;
  const page = await drawn(answer({ areas: state ? [{ ...state, unknown }] : [] }));
  expect(page.text()).toContain('triggers of shop on the target: hidden');
  expect(page.text()).toContain('GRANT TRIGGER;');
  expect(page.get('button[aria-label="Copy: GRANT TRIGGER;"]').text()).toBe('Copy');
  expect(page.text()).not.toContain('Equal');
  expect((await drawn(answer())).text()).toContain('Equal');
  expect((await drawn(answer({ areas: [] }))).text()).toContain('Nothing has been compared yet');
});
