import type { Alert } from '@cutover/contracts';
import { anAlert } from '../../../../test/support/store-stage.js';
import { decideNews, type Present, type TellingRules } from './decide-news.js';
import { heard, settled } from './settled-answer.js';
import { nothingTold, type Told } from './told.js';

const minuteMs = 60_000;
const noonMs = Date.parse('2026-01-10T12:00:00Z');
const midnightMs = Date.parse('2026-01-10T23:00:00Z');

const rules = (change: Partial<TellingRules> = {}): TellingRules => ({
  ...{ name: 'c', minSeverity: 'WARNING', verdicts: true, resolved: true, groupSeconds: 10, repeatMinutes: 60 },
  quietHours: undefined,
  ...change,
});
const present = (change: Partial<Present> = {}): Present => ({
  ...{
    firing: [],
    events: [],
    answer: 'safe',
    answerNow: change.answer ?? 'safe',
    proof: null,
    isWaiting: false,
    nowMs: noonMs,
    gatheredForMs: 10_000,
  },
  sinceReminderMs: 0,
  ...change,
});
const toldOf = (...alerts: Alert[]): Told => ({
  ...{ alerts: Object.fromEntries(alerts.map((alert) => [alert.id, alert])), answer: 'safe' },
  ...{ proof: null, remindedAtMs: noonMs },
});
const calm: Told = toldOf();
const critical = anAlert('c', { severity: 'CRITICAL' });
const warning = anAlert('w');
const ids = (alerts: readonly Alert[] = []): string[] => alerts.map(({ id }) => id);
const night = { from: '22:00', to: '06:00', timeZone: 'UTC', passCritical: true };

describe('decideNews', () => {
  it('tells nothing where nothing happened, and leaves what was told as it is', () => {
    expect(decideNews(rules(), calm, present())).toEqual({ outcome: 'nothing', news: null, told: calm });
    expect(decideNews(rules(), calm, present()).told).toBe(calm);
  });

  it('gathers what begins within the time of a group, then tells it once, the worst first', () => {
    const both = { firing: [warning, critical] };
    expect(decideNews(rules(), calm, present({ ...both, gatheredForMs: null })).outcome).toBe('wait');
    const { outcome, news, told } = decideNews(rules(), calm, present(both));
    expect([outcome, ids(news?.began)]).toEqual(['send', ['c', 'w']]);
    expect(decideNews(rules(), told, present(both)).outcome).toBe('nothing');
  });

  it('tells no alert that is less severe than the channel wants', () => {
    expect(decideNews(rules({ minSeverity: 'CRITICAL' }), calm, present({ firing: [warning] })).outcome).toBe(
      'nothing',
    );
  });

  it('tells again what became worse, also where it was acknowledged before', () => {
    const worse = { ...warning, severity: 'CRITICAL' as const, acknowledgedAt: '2026-01-10T11:00:00Z' };
    expect(ids(decideNews(rules(), toldOf(warning), present({ firing: [worse] })).news?.began)).toEqual(['w']);
  });

  it('tells the end of what was told, once, and says when only where that is known', () => {
    const ended = { ...warning, state: 'resolved' as const, resolvedAt: '2026-01-10T11:59:00.000Z' };
    const { news, told } = decideNews(rules(), toldOf(ended, critical), present());
    expect(news?.ended.map(({ id, resolvedAt }) => [id, resolvedAt])).toEqual([
      ['c', null],
      ['w', '2026-01-10T11:59:00.000Z'],
    ]);
    expect(decideNews(rules(), told, present()).outcome).toBe('nothing');
    const silent = decideNews(rules({ resolved: false }), toldOf(warning), present());
    expect([silent.outcome, silent.told.alerts]).toEqual(['nothing', {}]);
  });

  it('reminds of what still fires after the interval, not of what is acknowledged, nor while a message waits', () => {
    // Told while the clock was a year ahead: the age decides, not the instant.
    const later = { firing: [warning, critical], sinceReminderMs: 60 * minuteMs, gatheredForMs: null };
    const told = { ...toldOf(warning, critical), remindedAtMs: noonMs + 365 * 24 * 60 * minuteMs };
    expect(ids(decideNews(rules(), told, present(later)).news?.still)).toEqual(['c', 'w']);
    const known = { ...critical, acknowledgedAt: '2026-01-10T12:30:00Z' };
    expect(ids(decideNews(rules(), told, present({ ...later, firing: [warning, known] })).news?.still)).toEqual(['w']);
    const all = [known, { ...warning, acknowledgedAt: '2026-01-10T12:30:00Z' }];
    for (const change of [{ sinceReminderMs: 59 * minuteMs }, { isWaiting: true }, { firing: all }])
      expect(decideNews(rules(), told, present({ ...later, ...change })).outcome).toBe('nothing');
    expect(decideNews(rules({ repeatMinutes: 0 }), told, present(later)).outcome).toBe('nothing');
  });

  it('takes for known what a message about something else said of the answer', () => {
    const away: Told = { ...toldOf(warning), answer: 'cannot-tell' };
    const back = decideNews(rules(), away, present({ answer: null, answerNow: 'safe' }));
    expect([ids(back.news?.ended), back.news?.changedFrom, back.told.answer]).toEqual([['w'], 'cannot-tell', 'safe']);
    const again = decideNews(rules(), back.told, present({ answer: 'cannot-tell' }));
    expect(again.news?.changedFrom).toBe('safe');
  });

  it('notes the first answer, and tells every later one', () => {
    const first = decideNews(rules(), nothingTold, present({ answer: 'cannot-tell' }));
    expect([first.outcome, first.told.answer]).toEqual(['nothing', 'cannot-tell']);
    const second = decideNews(rules(), first.told, present({ answer: 'safe' }));
    expect([second.outcome, second.news?.changedFrom, second.told.answer]).toEqual(['send', 'cannot-tell', 'safe']);
    expect(decideNews(rules(), second.told, present({ answer: null })).outcome).toBe('nothing');
    expect(decideNews(rules({ verdicts: false }), calm, present({ answer: 'not-safe' })).outcome).toBe('nothing');
  });

  it('lets only what is critical pass in quiet hours, and tells the rest at their end if it still fires', () => {
    const quiet = rules({ quietHours: night });
    const atNight = { nowMs: midnightMs };
    expect(decideNews(quiet, calm, present({ ...atNight, firing: [warning] })).outcome).toBe('wait');
    expect(decideNews(quiet, calm, present({ ...atNight, answer: 'cannot-tell' })).outcome).toBe('wait');
    expect(decideNews(quiet, toldOf(warning), present(atNight)).outcome).toBe('wait');
    expect(decideNews(quiet, calm, present({ ...atNight, firing: [critical, warning] })).outcome).toBe('send');
    expect(decideNews(quiet, calm, present({ ...atNight, answer: 'not-safe' })).outcome).toBe('send');
    const none = rules({ quietHours: { ...night, passCritical: false } });
    expect(decideNews(none, calm, present({ ...atNight, firing: [critical] })).outcome).toBe('wait');
    const morning = { nowMs: Date.parse('2026-01-11T06:00:00Z') };
    expect(ids(decideNews(quiet, calm, present({ ...morning, firing: [warning] })).news?.began)).toEqual(['w']);
    expect(decideNews(quiet, calm, present(morning)).outcome).toBe('nothing');
  });

  it('tells events only where INFO is wanted', () => {
    const events = [anAlert('e', { severity: 'INFO', state: 'resolved' })];
    expect(decideNews(rules(), calm, present({ events })).outcome).toBe('nothing');
    expect(decideNews(rules({ minSeverity: 'INFO' }), calm, present({ events })).news?.events).toEqual(events);
  });
});

it('takes an answer for settled once it was given without a break for the hold time', () => {
  const first = heard(null, 'safe', 0);
  expect(settled(first, 1000, 999)).toBeNull();
  expect(settled(heard(first, 'safe', 900), 1000, 1000)).toBe('safe');
  expect(settled(heard(first, 'not-safe', 900), 1000, 1000)).toBeNull();
  expect(settled(null, 0, 0)).toBeNull();
});

describe('of a freeze proof', () => {
  const ended = { id: 'p', event: 'ended' } as const;
  const broken = { id: 'p', event: 'broken' } as const;
  const justNow = present({ proof: ended, gatheredForMs: null });

  it('tells the result at once and once, and once more that it was broken', () => {
    const first = decideNews(rules(), calm, justNow);
    expect([first.outcome, first.news?.proof, first.told.proof]).toEqual(['send', ended, ended]);
    expect(decideNews(rules(), first.told, justNow).outcome).toBe('nothing');
    const second = decideNews(rules(), first.told, { ...justNow, proof: broken });
    expect([second.outcome, second.news?.proof]).toEqual(['send', broken]);
    // Whoever stops the watch makes nothing whole.
    expect(decideNews(rules(), second.told, justNow).outcome).toBe('nothing');
  });

  it('notes one that was there before the channel, and the next one is news', () => {
    const { proof: _, ...fresh } = calm;
    const { outcome, told } = decideNews(rules(), fresh, justNow);
    expect([outcome, told.proof]).toEqual(['nothing', ended]);
    expect(decideNews(rules(), told, { ...justNow, proof: { ...ended, id: 'q' } }).outcome).toBe('send');
  });

  it('passes quiet hours as what is critical does', () => {
    const atNight = { ...justNow, nowMs: midnightMs };
    expect(decideNews(rules({ quietHours: night }), calm, atNight).outcome).toBe('send');
    expect(decideNews(rules({ quietHours: { ...night, passCritical: false } }), calm, atNight).outcome).toBe('wait');
  });

  it('tells nothing to a channel that wants no answers, and nothing old when it does later', () => {
    const { outcome, told } = decideNews(rules({ verdicts: false }), calm, justNow);
    expect(outcome).toBe('nothing');
    expect(decideNews(rules(), told, justNow).outcome).toBe('nothing');
  });
});
