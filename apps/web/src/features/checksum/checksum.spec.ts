import { mount } from '@vue/test-utils';
import { createPinia, setActivePinia } from 'pinia';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { checksumResult, checksumRun, fixtureNow, watchedMigration } from '../../../test/fixtures.js';
import { useNoticesStore } from '../../live/notices.store.js';
import { useSessionStore } from '../access/session.store.js';
import { useChecksumStore } from './checksum.store.js';
import ChecksumSection from './ChecksumSection.vue';

const run = checksumRun;
const mountSection = (over = {}) =>
  mount(ChecksumSection, { props: { detail: watchedMigration(over), isFeedStale: false } });

beforeEach(() => setActivePinia(createPinia()));
afterEach(() => void vi.unstubAllGlobals());

describe('ChecksumSection', () => {
  it('offers viewers no button to start a run, and operators one', () => {
    const session = useSessionStore();
    session.session = { name: 'eve', role: 'viewer', authRequired: true };
    expect(mountSection().text()).not.toContain('Run now');
    session.session = { name: 'ops', role: 'operator', authRequired: true };
    expect(mountSection().text()).toContain('Run now');
  });

  it('shows how far the run is, and on which table', () => {
    useChecksumStore().receive(run());
    const section = mountSection();
    expect(section.get('[role=progressbar]').attributes('aria-valuetext')).toBe('1 of 2 tables');
    expect(section.text()).toContain('shop.payments');
  });

  it('claims no share of the work while it knows tables only: a cell for each, none for thousands', () => {
    const cells = (done: number, total: number): number => {
      useChecksumStore().receive(run({ tables: { done, total, current: [] } }));
      return mountSection().findAll('[aria-label="Tables verified"] [data-cell].bg-accent').length;
    };
    expect(cells(4, 17)).toBe(4);
    expect(cells(400, 3000)).toBe(0);
  });

  it('does not colour a verdict good while nothing arrives', () => {
    const section = mount(ChecksumSection, { props: { detail: watchedMigration(), isFeedStale: true } });
    expect(section.findAll('tbody [data-tone]').map((badge) => badge.attributes('data-tone'))).toEqual(['unknown']);
  });

  it('shows rows that were not counted as a dash, not as 0', () => {
    const section = mountSection({ checksumResults: [checksumResult('shop.orders', { sourceRows: null })] });
    expect(section.get('[data-label=Rows]').text()).toBe('—');
  });

  it('names no method for a table whose rows were not compared, and none of a run before its first range', () => {
    const section = mountSection({ checksumResults: [checksumResult('shop.orders', { mode: null })] });
    expect(section.get('[data-label=Method]').text()).toBe('—');
    useChecksumStore().receive(run({ mode: null }));
    expect(mountSection().text()).not.toContain('method:');
  });

  it('says a reason once when tables differ only in the GTID it holds, and which tables it is about', () => {
    const late = (table: string, behind: string) =>
      checksumResult(table, { verdict: 'lagging', reason: `the target is ${behind}, and did not reach it` });
    const view = (table: string) => checksumResult(table, { verdict: 'unverified', reason: 'It is a view' });
    const text = mountSection({
      checksumResults: [
        ...[late('shop.a', '3 transactions behind 0-1-7'), late('shop.b', '5 transactions behind 0-1-9')],
        ...[view('shop.v'), view('shop.w')],
      ],
    }).text();
    expect(text.match(/did not reach it/g)).toHaveLength(1);
    expect(text).toContain('shop.a, shop.b: the target is 3 to 5 transactions behind 0-1-7 to 0-1-9');
    expect(text).toContain('shop.v, shop.w: It is a view');
  });

  it('shows a failed attempt beside the proof that stands, once for all its tables', () => {
    const lastAttempt = { verdict: 'unverified' as const, reason: 'the target went away', finishedAt: fixtureNow };
    const section = mountSection({
      checksumResults: ['shop.a', 'shop.b'].map((table) => checksumResult(table, { lastAttempt })),
    });
    expect(section.findAll('tbody [data-tone]').map((badge) => badge.text())).toEqual(['Matched', 'Matched']);
    expect(section.text().match(/2 tables: The last attempt proved nothing: the target went away/g)).toHaveLength(1);
    const since = fixtureNow;
    for (const former of [
      { voided: { verdict: 'matched' as const, reason: 'DDL', since } },
      { repaired: { since, position: null } },
    ])
      expect(
        mountSection({
          checksumResults: [checksumResult('shop.a', { verdict: 'unverified', ...former, lastAttempt })],
        }).text(),
      ).toContain('The last attempt proved nothing: the target went away');
    const never = checksumResult('shop.a', { verdict: 'unverified', reason: 'the target went away', lastAttempt });
    expect(mountSection({ checksumResults: [never] }).text()).not.toContain('last attempt');
  });

  it('calls a void proof and a repaired table by words of their own, and finds both among the unverified', async () => {
    const unverified = { verdict: 'unverified' as const };
    const voided = { verdict: 'matched' as const, reason: 'a transaction was skipped', since: fixtureNow };
    const results = [
      checksumResult('shop.never', unverified),
      checksumResult('shop.repaired', { ...unverified, repaired: { since: fixtureNow, position: null } }),
      checksumResult('shop.void', { ...unverified, voided }),
      // A difference that DDL or a skipped transaction made no better is still one.
      checksumResult('shop.wrong', { verdict: 'diverged', voided: null }),
      ...Array.from({ length: 12 }, (_, index) => checksumResult(`shop.x${index}`)),
    ];
    const section = mountSection({ checksumResults: results });
    const shown = (): string[] => section.findAll('tbody [data-tone]').map((badge) => badge.text());
    expect(shown().slice(0, 4)).toEqual(['Diverged', 'Unverified', 'Repaired', 'Proof void']);
    await section.get('input[type=search]').setValue('unverified');
    expect(shown()).toEqual(['Unverified', 'Repaired', 'Proof void']);
    await section.get('input[type=search]').setValue('proof void');
    expect(shown()).toEqual(['Proof void']);
  });

  it('says what to do when nothing was verified yet', () => {
    expect(mountSection({ checksumResults: [] }).text()).toContain('Press “Run now”');
    const denied = mountSection({
      checksumResults: [],
      tables: { ...watchedMigration().tables, watched: null, reason: 'SELECT is missing on shop.*' },
    });
    expect(denied.text()).toContain('SELECT is missing on shop.*');
  });
});

describe('checksum store', () => {
  it('lets a finished run stay finished when an older message comes late', () => {
    const checksum = useChecksumStore();
    checksum.receive(run({ state: 'finished', finishedAt: fixtureNow }));
    checksum.receive(run());
    expect(checksum.runs.get('shop')?.state).toBe('finished');
  });

  it('tells what a run found, once', () => {
    const checksum = useChecksumStore();
    checksum.receive(run());
    const ended = run({ state: 'finished', verdicts: { matched: 0, lagging: 0, diverged: 1, unverified: 0 } });
    checksum.receive(ended);
    checksum.receive(ended);
    expect(useNoticesStore().notices.map(({ text }) => text)).toEqual(['Verification finished: 1 diverged.']);
  });

  it('shows the sentence of the API when a run cannot be started', async () => {
    const answer = { code: 'RUN_ACTIVE', message: 'A run is already going on', requestId: 'x' };
    vi.stubGlobal(
      'fetch',
      vi.fn(() => Promise.resolve(new Response(JSON.stringify(answer), { status: 409 }))),
    );
    await useChecksumStore().start('shop');
    expect(useNoticesStore().notices.map(({ tone, text }) => [tone, text])).toEqual([
      ['critical', 'A run is already going on'],
    ]);
  });
});
