import { describe, expect, it } from 'vitest';
import { finding, fixtureNow, watchedMigration, replicaLag, verdictBasis } from '../../../test/fixtures.js';
import type { LiveState } from '../../live/live-state.js';
import { shownVerdict, type ShownVerdict, type Sight } from './shown-verdict.js';

const nowMs = Date.parse(fixtureNow);
const sight = (state: LiveState = 'live', heardAgoMs = 1000): Sight => ({
  live: { state, reason: state === 'live' ? null : 'The API does not answer', since: '2026-11-20T02:59:20.000Z' },
  heardAgoMs,
  nowMs,
});
const differs = finding();
const said = ({ reasons }: ShownVerdict): string[] => reasons.map(({ message }) => message);
const notGreen = { greenSince: null, waivers: [] };
const notSafe = watchedMigration({
  verdict: { answer: 'not-safe', reasons: [differs], basis: verdictBasis, since: fixtureNow, ...notGreen },
});

describe('shownVerdict', () => {
  it('is safe when the API says so, the page hears it and the sample is fresh', () =>
    expect(shownVerdict(watchedMigration(), sight()).answer).toBe('safe'));

  it.each<LiveState>(['connecting', 'disconnected'])('never says safe while %s', (state) => {
    const shown = shownVerdict(watchedMigration(), sight(state));
    expect(shown.answer).toBe('cannot-tell');
    expect(said(shown)).toEqual(['No figures arrive: the API does not answer', 'Last known answer: safe to cut over']);
    expect(shown.since).toBe('2026-11-20T02:59:20.000Z');
  });

  it('cannot tell either what was not safe before, and names it as last known', () => {
    const shown = shownVerdict(notSafe, sight('disconnected'));
    expect(shown.answer).toBe('cannot-tell');
    expect(said(shown)[1]).toBe('Last known answer: not safe: shop.orders differs');
  });

  it('stays safe while polling, because figures arrive', () =>
    expect(shownVerdict(watchedMigration(), sight('polling')).answer).toBe('safe'));

  it.each([
    ['was never taken', null],
    ['is marked stale', replicaLag({ isStale: true })],
    ['is older than three intervals', replicaLag({ measuredAt: '2026-11-20T02:59:44.000Z' })],
  ])('cannot tell when the sample of the lag %s', (_claim, lag) =>
    expect(shownVerdict(watchedMigration({ replicaLag: lag }), sight()).answer).toBe('cannot-tell'),
  );

  it('cannot tell when the API has said nothing for three intervals, though the socket is open', () => {
    const shown = shownVerdict(notSafe, sight('live', 15_001));
    expect(shown.answer).toBe('cannot-tell');
    expect(said(shown)[0]).toContain('since 15 s ago');
  });

  it('shows what the API cannot tell with the reasons of the API', () => {
    const answer = 'cannot-tell' as const;
    const verdict = { answer, reasons: [differs], basis: verdictBasis, since: fixtureNow, ...notGreen };
    expect(shownVerdict(watchedMigration({ verdict, replicaLag: null }), sight())).toEqual(verdict);
  });

  it('shows what is not safe with its reasons, also without a sample of the lag', () =>
    expect(shownVerdict({ ...notSafe, replicaLag: null }, sight())).toEqual(notSafe.verdict));
});
