import type { ChecksumResult, RowDifference, RowDifferencePage } from '@cutover/contracts';
import { flushPromises, mount, type VueWrapper } from '@vue/test-utils';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { checksumResult, fixtureNow, rowDifference } from '../../../test/fixtures.js';
import ChecksumDetail from './ChecksumDetail.vue';
import { tablePath } from './differences-of.js';

const diverged = (over: Partial<ChecksumResult> = {}): ChecksumResult =>
  checksumResult('shop.customers', {
    verdict: 'diverged',
    mode: 'snapshot',
    chunks: { total: 3, matched: 2, lagging: 0, diverged: 1, unverified: 0 },
    differences: { missing: 0, extra: 0, changed: 1, complete: true },
    ...over,
  });
const page = (differences: RowDifference[], over: Partial<RowDifferencePage> = {}): RowDifferencePage => ({
  differences,
  total: differences.length,
  nextCursor: null,
  complete: true,
  ...over,
});

/** Answers the pages in order; remembers what was asked. */
function answering(...pages: (RowDifferencePage | Response)[]): string[] {
  const asked: string[] = [];
  vi.stubGlobal('fetch', (path: string) => {
    asked.push(path);
    const next = pages.shift();
    return Promise.resolve(next instanceof Response ? next : new Response(JSON.stringify(next)));
  });
  return asked;
}
async function detail(result: ChecksumResult): Promise<VueWrapper> {
  const shown = mount(ChecksumDetail, { props: { migration: 'shop', engine: 'mariadb', result } });
  await flushPromises();
  return shown;
}

afterEach(() => void vi.unstubAllGlobals());

describe('ChecksumDetail', () => {
  it('says where a verdict holds, how old it is, and what came of the chunks', async () => {
    answering(page([]));
    const startedAt = new Date(Date.now() - 725_000).toISOString();
    const text = (await detail(diverged({ startedAt }))).text();
    expect(text).toMatch(/Proved different as of GTID 0-1-48211002, 12 min \d+ s ago/);
    expect(text).toContain('3 chunks: 1 diverged, 2 matched');
    expect((await detail(checksumResult('shop.orders'))).text()).toContain('Verified as of GTID 0-1-48211002');
  });

  it('never says verified of what was not proved', async () => {
    for (const verdict of ['lagging', 'unverified'] as const)
      for (const position of ['0-1-5', null]) {
        const text = (await detail(checksumResult('shop.orders', { verdict, position }))).text();
        expect(text).toContain('Not proved');
        expect(text).not.toContain('Verified');
      }
  });

  it.each<[string, Partial<ChecksumResult>, string, string]>([
    [
      'an equality that counts no more',
      { voided: { verdict: 'matched', reason: 'r', since: 's' } },
      'Proof void',
      'Counts no more: it was proved equal as of GTID 0-1-5',
    ],
    [
      'a difference that counts no more',
      { voided: { verdict: 'diverged', reason: 'r', since: 's' }, position: null },
      'Proof void',
      'Counts no more: it was proved different,',
    ],
    [
      'a repaired table',
      { repaired: { since: 's', position: '0-1-5' } },
      'Repaired',
      'Not proved whole; what differed is equal as of GTID 0-1-5',
    ],
  ])('says of %s what it was and that it is not proved', async (_, known, word, sentence) => {
    const result = checksumResult('shop.orders', { verdict: 'unverified', position: '0-1-5', ...known });
    const shown = await detail(result);
    expect(shown.get('[data-tone=unknown]').text()).toBe(word);
    expect(shown.text().replaceAll(/\s+/g, ' ')).toContain(sentence);
  });

  it('says why no better method was possible, and what is not covered', async () => {
    const result = checksumResult('shop.orders', {
      mode: 'sandwich',
      modeReason: 'A snapshot pair is not possible: GRANT BINLOG MONITOR',
      notes: ['History of a system-versioned table is not compared'],
    });
    const text = (await detail(result)).text();
    expect(text).toContain('GRANT BINLOG MONITOR');
    expect(text).toContain('History of a system-versioned table');
  });

  it('says that the definition differs though the rows are equal', async () => {
    const lost = { definitionDifferences: ['column id is AUTO_INCREMENT on the source only'] };
    expect((await detail(checksumResult('shop.orders', lost))).text()).toContain(
      'Defined otherwise on the target: column id is AUTO_INCREMENT on the source only',
    );
    expect((await detail(checksumResult('shop.orders', { definitionDifferences: [] }))).text()).not.toContain(
      'Defined',
    );
  });

  it('asks for no rows of a table that is equal', async () => {
    const asked = answering();
    await detail(checksumResult('shop.orders'));
    expect(asked).toEqual([]);
  });
});

describe('the differing rows of a table', () => {
  it('shows key, kind and both values of each differing column, and of no other', async () => {
    answering(page([rowDifference()]));
    const row = (await detail(diverged())).get('[aria-label="Differing rows"] > li');
    expect(row.get('[data-kind]').text()).toBe('Changed');
    expect(row.text()).toContain('id =17');
    const cells = row.findAll('tbody tr').map((line) => line.findAll('th, td').map((cell) => cell.text()));
    expect(cells).toEqual([
      ['balance', '20.00', '20.01'],
      ['email', 'ada@example.net', 'xada@example.net'],
    ]);
  });

  it('shows a missing row with the values of the source alone, and an extra one with those of the target', async () => {
    const values = { id: '5', note: null, code: '' };
    answering(
      page([
        { table: 't', kind: 'missing', key: { id: '5' }, source: values, position: null },
        { table: 't', kind: 'extra', key: { id: '5' }, target: values, position: null },
      ]),
    );
    const rows = (await detail(diverged())).findAll('[aria-label="Differing rows"] > li');
    const shown = rows.map((row) => row.findAll('th[scope=col], td').map((cell) => cell.text()));
    expect(shown).toEqual([
      ['Column', 'Source', '5', 'NULL', 'empty'],
      ['Column', 'Target', '5', 'NULL', 'empty'],
    ]);
  });

  it('says that values are hidden by configuration, and still names the columns', async () => {
    const { source: _, target: __, ...hidden } = rowDifference();
    answering(page([hidden]));
    const text = (await detail(diverged())).text();
    expect(text).toContain('Values hidden by configuration');
    expect(text).toContain('balance, email');
  });

  it('says that values are kept of the first rows only, where the first ones have them', async () => {
    const { source: _, target: __, ...bare } = rowDifference();
    answering(page([...Array.from({ length: 100 }, () => rowDifference()), bare], { total: 101 }));
    const text = (await detail(diverged())).text();
    expect(text).toContain('first 100 differing rows only');
    expect(text).not.toContain('hidden by configuration');
  });

  it('tells two Unicode forms of one text apart in words', async () => {
    answering(page([rowDifference({ columns: ['email'], source: { email: 'é' }, target: { email: 'e\u0301' } })]));
    expect((await detail(diverged())).text()).toContain('another Unicode form');
  });

  it('loads more until there is no more, and says how many are shown', async () => {
    const asked = answering(
      page([rowDifference()], { total: 2, nextCursor: 'c/1', complete: false }),
      page([rowDifference({ key: { id: '18' } })], { total: 2, complete: false }),
    );
    const shown = await detail(diverged());
    expect(shown.text()).toContain('1 of 2 shown');
    await shown.get('button').trigger('click');
    await flushPromises();
    expect(asked).toEqual([
      '/api/migrations/shop/checksums/shop/customers/differences',
      '/api/migrations/shop/checksums/shop/customers/differences?cursor=c%2F1',
    ]);
    expect(shown.findAll('[aria-label="Differing rows"] > li')).toHaveLength(2);
    expect(shown.text()).toContain('2 of 2 shown');
    expect(shown.text()).toContain('More rows may differ');
    expect(shown.find('button').exists()).toBe(false);
  });

  it('asks anew when a newer verdict comes, and drops the rows of the old one', async () => {
    answering(page([rowDifference()]), page([]));
    const shown = await detail(diverged());
    await shown.setProps({ result: diverged({ finishedAt: fixtureNow }) });
    await flushPromises();
    expect(shown.find('[aria-label="Differing rows"]').exists()).toBe(false);
    expect(shown.text()).toContain('No row is named');
  });

  it('offers the repair statements, and says that they are never run', async () => {
    answering(page([rowDifference()]));
    const shown = await detail(diverged());
    const link = shown.get('a[download]');
    expect(link.attributes()).toMatchObject({
      href: '/api/migrations/shop/checksums/shop/customers/repair.sql',
      download: 'shop.customers.repair.sql',
    });
    expect(shown.text()).toContain('Cutover never runs them');
  });

  it('shows the sentence of the API when rows cannot be had, and offers no repair', async () => {
    const answer = { code: 'STORE_FULL', message: 'The disk of the store is full', requestId: 'x' };
    answering(new Response(JSON.stringify(answer), { status: 404 }));
    const shown = await detail(diverged());
    expect(shown.get('[role=alert]').text()).toContain('The disk of the store is full');
    expect(shown.find('a[download]').exists()).toBe(false);
  });
});

it('cuts and encodes the name of a table so that the API can put it together again', () =>
  expect(tablePath('a/b', 'shop.odd/na me.x', 'repair.sql')).toBe(
    '/api/migrations/a%2Fb/checksums/shop/odd%2Fna%20me.x/repair.sql',
  ));
