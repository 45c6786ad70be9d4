import { NEVER, Subject } from 'rxjs';
import { allChecks } from '../../test/support/all-checks.js';
import { aLag, aParity, at, checksum, checksumsOf, someEvidence, watching } from '../../test/support/some-evidence.js';
import { configSchema } from '../config/config.schema.js';
import type { Evidence } from '../evidence/evidence.js';
import type { EvidenceRegistry, SourceChange } from '../evidence/evidence.registry.js';
import { JudgementService } from '../judgement/judgement.service.js';
import { Clock } from '../platform/clock.js';
import type { WaiversService } from '../waivers/waivers.service.js';
import { VerdictService } from './verdict.service.js';

class HeldClock extends Clock {
  wallMs = Date.parse(at);
  override nowMs(): number {
    return this.wallMs;
  }
  override monotonicMs(): number {
    return this.wallMs;
  }
  override bootMs(): number {
    return this.wallMs;
  }
}

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

const endpoint = { host: 'a', username: 'u', password: 'p' };
const configOf = (soakMinutes: number) =>
  configSchema.parse({
    readiness: { soakMinutes },
    migrations: [{ name: 'shop', source: endpoint, target: { ...endpoint, host: 'b' }, databases: ['shop'] }],
  });

/** The service and its judge. The test sets what is known; `say` tells that something is new. */
function stage(soakMinutes = 0) {
  const config = configOf(soakMinutes);
  const clock = new HeldClock();
  const changes = new Subject<SourceChange>();
  const known: Evidence = someEvidence({
    ...watching('shop.orders'),
    checksums: { ...checksumsOf(checksum('shop.orders', 'matched')), proofMaxAgeMs: 26 * 60 * 60_000 },
  });
  const waivers = { changes: NEVER, standing: () => [] };
  const sources = () => [{ section: 'lag', checks: allChecks().map(({ check }) => check) }];
  const registry = { changes, sources, read: () => known } as unknown as EvidenceRegistry;
  const judgement = new JudgementService(config, registry, clock, waivers as unknown as WaiversService);
  const verdicts = new VerdictService(config, judgement, clock);
  verdicts.onModuleInit();
  judgement.onApplicationBootstrap();
  const pass = (ms: number): void => {
    clock.wallMs += ms;
    jest.advanceTimersByTime(ms);
  };
  return { clock, verdicts, judgement, known, pass, say: () => changes.next({ migration: 'shop', source: 'lag' }) };
}

it('stands since the answer changed, however often somebody asks', () => {
  const { verdicts, judgement, known, pass, say } = stage();
  expect(verdicts.current('shop')).toMatchObject({ answer: 'safe', since: at });
  pass(30_000);
  expect(verdicts.current('shop').since).toBe(at);
  known.checksums = checksumsOf(checksum('shop.orders', 'diverged'));
  say();
  pass(30_000);
  const changedAt = new Date(Date.parse(at) + 30_000).toISOString();
  expect([verdicts.current('shop'), verdicts.current('shop')]).toMatchObject([
    { answer: 'not-safe', since: changedAt, reasons: [{ since: changedAt }] },
    { answer: 'not-safe', since: changedAt },
  ]);
  expect(judgement.findings('shop').findings[0]).toMatchObject({
    ...{ check: 'checksum-diverged', subject: 'shop.orders', outcome: 'fail', blocks: true, since: changedAt },
  });
  expect(judgement.findings('shop').findings.at(-1)).toMatchObject({ outcome: 'pass', blocks: false, since: at });
});

it('begins anew when an answer comes back, even if nobody asked in between', () => {
  const { verdicts, known, pass, say } = stage();
  known.lag = null;
  pass(1_000);
  say();
  known.lag = aLag();
  pass(1_000);
  say();
  pass(60_000);
  expect(verdicts.current('shop')).toMatchObject({
    answer: 'safe',
    since: new Date(Date.parse(at) + 2_000).toISOString(),
  });
});

it('changes by age alone at the next reading of the lag', () => {
  const { verdicts, known, pass, say } = stage();
  pass(27 * 60 * 60_000);
  known.parity = aParity(new Date(Date.parse(at) + 27 * 60 * 60_000).toISOString());
  say();
  pass(5_000);
  expect(verdicts.current('shop')).toMatchObject({
    answer: 'cannot-tell',
    reasons: [{ message: expect.stringContaining('too long ago') }],
    since: new Date(Date.parse(at) + 27 * 60 * 60_000).toISOString(),
  });
});

describe('an answer that must last', () => {
  const minutes = (count: number, { clock, known, pass, say }: ReturnType<typeof stage>): void => {
    for (let round = 0; round < count * 12; round += 1) {
      pass(5_000);
      // It is read every minute, and an old reading says nothing.
      known.parity = aParity(clock.nowIso());
      say();
    }
  };

  it('is not safe before all has passed for so long', () => {
    const staged = stage(5);
    minutes(3, staged);
    expect(staged.verdicts.current('shop')).toMatchObject({
      ...{ answer: 'cannot-tell', greenSince: at },
      reasons: [
        {
          check: 'sustained-green',
          outcome: 'unknown',
          since: at,
          message: expect.stringMatching(/^Green since 00:00:00 UTC: all that blocks must pass for 5 min/),
        },
      ],
    });
    minutes(1, staged);
    expect(staged.verdicts.current('shop').answer).toBe('cannot-tell');
    minutes(1, staged);
    const safeSince = new Date(Date.parse(at) + 300_000).toISOString();
    expect(staged.verdicts.current('shop')).toMatchObject({
      answer: 'safe',
      reasons: [],
      greenSince: at,
      since: safeSince,
    });
  });

  it('begins anew when something does not pass, and says what it was', () => {
    const staged = stage(5);
    minutes(6, staged);
    expect(staged.verdicts.current('shop').answer).toBe('safe');
    staged.known.lag = aLag({ seconds: 14, isOverThreshold: true });
    minutes(1, staged);
    expect(staged.verdicts.current('shop')).toMatchObject({ answer: 'not-safe', greenSince: null });
    staged.known.lag = aLag();
    minutes(4, staged);
    const { answer, reasons } = staged.verdicts.current('shop');
    expect(answer).toBe('cannot-tell');
    expect(reasons[0]?.message).toMatch(/Green since .* began anew because of: Replica lag is 14 s/);
    minutes(2, staged);
    expect(staged.verdicts.current('shop').answer).toBe('safe');
  });

  it('is not safe while something blocks, however long it was green', () => {
    const staged = stage(5);
    minutes(6, staged);
    staged.known.checksums = checksumsOf(checksum('shop.orders', 'diverged'));
    staged.pass(1_000);
    // Nobody has noted it yet.
    expect(staged.verdicts.current('shop')).toMatchObject({ answer: 'not-safe', greenSince: null });
  });

  it('tells those who listen of every answer that was noted', () => {
    const staged = stage();
    const heard: string[] = [];
    staged.verdicts.verdicts.subscribe(({ verdict }) => heard.push(verdict.answer));
    staged.known.lag = null;
    minutes(1, staged);
    expect(new Set(heard)).toEqual(new Set(['cannot-tell']));
  });
});
