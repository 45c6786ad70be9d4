import type { Readiness, Session } from '@cutover/contracts';
import { flushPromises, mount, type VueWrapper } from '@vue/test-utils';
import { createPinia, setActivePinia } from 'pinia';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { finding, readiness as aReadiness, waiver } from '../../../test/fixtures.js';
import { startNow } from '../../ui/now.js';
import { useSessionStore } from '../access/session.store.js';
import { knownTimeline, useReadinessStore } from './readiness.store.js';
import ReadinessSection from './ReadinessSection.vue';

/** What was asked of the API, and what it answers. */
const asked: { method: string; path: string; body: unknown }[] = [];
let answer: unknown;

beforeEach(() => {
  setActivePinia(createPinia());
  asked.length = 0;
  vi.stubGlobal('fetch', (path: string, { method, body }: RequestInit) => {
    asked.push({ method: method ?? '', path, body: typeof body === 'string' ? JSON.parse(body) : undefined });
    return Promise.resolve(new Response(JSON.stringify(path.endsWith('/readiness') ? answer : waiver())));
  });
});
afterEach(() => vi.unstubAllGlobals());

async function section(readiness: Readiness, session: Partial<Session> = {}): Promise<VueWrapper> {
  answer = readiness;
  useSessionStore().session = { name: 'local', role: 'operator', authRequired: false, ...session };
  useReadinessStore().receive(readiness);
  const mounted = mount(ReadinessSection, {
    props: { migration: 'shop', isFeedStale: false, connectedSince: '2026-11-20T03:00:00.000Z' },
  });
  await flushPromises();
  return mounted;
}

const differing = aReadiness({
  answer: 'not-safe',
  checks: [
    {
      ...{ check: 'checksum-diverged', section: 'checksums', claim: 'No watched table differs', outcome: 'fail' },
      ...{ blocks: 'when-failed', isBlocking: true, notWaivable: null, findings: [finding()], findingCount: 1 },
    },
    {
      ...{ check: 'connection-lost', section: 'connections', claim: 'Both servers answer', outcome: 'pass' },
      ...{
        blocks: 'unless-passed',
        isBlocking: false,
        notWaivable: 'Nothing is known.',
        findings: [],
        findingCount: 1,
      },
    },
  ],
  remaining: [
    {
      ...{ check: 'checksum-diverged', section: 'checksums', subject: 'shop.orders', outcome: 'fail' },
      ...{
        isBlocking: true,
        what: 'shop.orders differs',
        action: 'Repair it.',
        tables: ['shop.orders'],
        tableCount: 1,
      },
      statements: [{ on: 'target', sql: 'UPDATE shop.orders SET a = 1;' }],
    },
  ],
});

describe('the readiness section', () => {
  it('says what is left to do, with the way there and the statement to copy', async () => {
    const shown = await section(differing);
    const step = shown.get('[aria-label="Left to do, in this order"] li');
    expect(step.text()).toContain('shop.orders differs');
    expect(step.get('a').attributes('href')).toBe('#checksums-shop.orders');
    expect(step.get('code').text()).toBe('UPDATE shop.orders SET a = 1;');
    expect(step.text()).toContain('on the target');
    expect(step.find('[aria-label^="Copy"]').exists()).toBe(true);
  });

  it('lets an operator waive with a reason, a time and a name', async () => {
    const shown = await section(differing);
    await shown.get('[aria-label="Waive checksum-diverged"]').trigger('click');
    const submit = () => shown.get('form').trigger('submit');
    await shown.get('form input[maxlength="1000"]').setValue('repaired after the cutover');
    await shown.get('form input[maxlength="64"]').setValue('Ada');
    await submit();
    await flushPromises();
    const given = asked.find(({ method }) => method === 'POST');
    expect(given).toMatchObject({
      path: '/api/migrations/shop/readiness/waivers',
      body: { check: 'checksum-diverged', subject: 'shop.orders', why: 'repaired after the cutover', operator: 'Ada' },
    });
    expect(shown.find('form').exists()).toBe(false);
  });

  it('offers no waiver to who may not give one, nor for what cannot be waived', async () => {
    expect((await section(differing, { role: 'viewer' })).find('[aria-label^="Waive"]').exists()).toBe(false);
    const [check] = differing.checks;
    const shown = await section({ ...differing, checks: [{ ...check!, notWaivable: 'Nothing is known.' }] });
    expect(shown.find('[aria-label^="Waive"]').exists()).toBe(false);
    expect(shown.text()).toContain('Cannot be waived. Nothing is known.');
  });

  it('names who answers for what, and revokes with the name of who does it', async () => {
    const shown = await section(aReadiness({ waivers: [waiver()] }));
    const item = shown.get('[aria-label="Waivers that count"] li');
    expect(item.text()).toContain('the nightly batch');
    expect(item.text()).toContain('by ops');
    await item.get('button').trigger('click');
    expect(asked.some(({ method }) => method === 'DELETE')).toBe(false);
    await item.get('input').setValue('Grace');
    await item.get('form').trigger('submit');
    await flushPromises();
    expect(asked.find(({ method }) => method === 'DELETE')?.path).toBe(
      '/api/migrations/shop/readiness/waivers/w?operator=Grace',
    );
  });

  it('never shows as good what it cannot know', async () => {
    const shown = await section(aReadiness());
    expect(shown.get('header').text()).toContain('Safe to cut over');
    await shown.setProps({ isFeedStale: true });
    expect(shown.findAll('[data-tone="good"]').map((badge) => badge.text())).toEqual(['Safe to cut over']);
    expect(shown.get('header').text()).not.toContain('Safe');
  });
});

it('puts the history together once, newest first', () => {
  const entry = (id: string) => ({ ...aReadiness().timeline[0]!, id });
  expect(knownTimeline([entry('12'), entry('9')], [entry('9'), entry('3')]).map(({ id }) => id)).toEqual([
    '12',
    '9',
    '3',
  ]);
});

describe('what is said of time and order', () => {
  it('counts the green time from the moment that the answer names, and no further than it must last', async () => {
    startNow()();
    const ago = (seconds: number) => new Date(Date.now() - seconds * 1000).toISOString();
    const green = (seconds: number) => ({ since: ago(seconds), seconds: 1, soakSeconds: 60 });
    expect((await section(aReadiness({ answer: 'cannot-tell', green: green(40) }))).text()).toMatch(
      /Green for (39|4\d) s of 1 min/,
    );
    expect((await section(aReadiness({ answer: 'cannot-tell', green: green(90) }))).text()).toContain(
      'Green for 1 min of 1 min',
    );
    expect((await section(aReadiness({ answer: 'safe', green: green(90) }))).text()).toMatch(
      /Green for 1 min (29|3\d) s/,
    );
  });

  it('puts the cause of what blocks before it, and what is only advised after it', async () => {
    const [block] = differing.remaining;
    if (block === undefined) throw new Error('no step');
    const advised = { ...block, isBlocking: false };
    const remaining = [
      { ...advised, check: 'target-writable', what: 'the cause' },
      block,
      { ...advised, check: 'missing-grant', what: 'the advice' },
    ];
    const shown = await section({ ...differing, remaining });
    const listOf = (label: string) => shown.find(`ol[aria-label="${label}"]`).text();
    expect(listOf('Left to do, in this order')).toMatch(/the cause[^]*shop\.orders differs/);
    expect(listOf('Advised')).toContain('the advice');
    expect(listOf('Advised')).not.toContain('the cause');
  });
});
