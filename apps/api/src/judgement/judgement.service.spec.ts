import type { Waiver } from '@cutover/contracts';
import { Subject } from 'rxjs';
import { at, someEvidence } from '../../test/support/some-evidence.js';
import { configSchema } from '../config/config.schema.js';
import { proven, type Check } from '../evidence/check.js';
import type { EvidenceRegistry, SourceChange } from '../evidence/evidence.registry.js';
import { Clock } from '../platform/clock.js';
import type { WaiversService } from '../waivers/waivers.service.js';
import { JudgementService, type Judgement } from './judgement.service.js';

class HeldClock extends Clock {
  wallMs = Date.parse(at);
  override nowMs(): number {
    return this.wallMs;
  }
  override monotonicMs(): number {
    return this.wallMs;
  }
}

const endpoint = { host: 'a', username: 'u', password: 'p' };
const config = configSchema.parse({
  migrations: [{ name: 'shop', source: endpoint, target: { ...endpoint, host: 'b' }, databases: ['shop'] }],
});

/** A judge of one check that counts how often it is asked. */
function stage(also?: Check) {
  const clock = new HeldClock();
  const changes = new Subject<SourceChange>();
  const counted = { judged: 0, isReadable: true };
  const standing: Waiver[] = [];
  const check: Check = {
    ...{ id: 'counted', claim: 'It is so', blocks: 'never', needs: 'nothing', policy: proven },
    judge: () => {
      counted.judged += 1;
      return { found: [], rest: 'pass', otherwise: () => ({ kind: 'unknown' }) };
    },
  };
  const read = () => {
    if (!counted.isReadable) throw new Error('a source of evidence fails');
    return someEvidence();
  };
  const waivers = { changes: new Subject<string>(), standing: () => standing };
  const registry = { changes, read, sources: () => [{ section: 'lag', checks: [also ?? check] }] };
  const service = new JudgementService(
    config,
    registry as unknown as EvidenceRegistry,
    clock,
    waivers as unknown as WaiversService,
  );
  const heard: Judgement[] = [];
  service.judgements.subscribe((judgement) => heard.push(judgement));
  const pass = (ms: number): void => {
    clock.wallMs += ms;
    jest.advanceTimersByTime(ms);
  };
  return {
    service,
    waivers: { standing, changes: waivers.changes },
    changes,
    counted,
    heard,
    pass,
    say: (change: Partial<SourceChange> = {}) => changes.next({ migration: 'shop', source: 'checksums', ...change }),
  };
}

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

it('judges news at once, and a burst of it four times a second, however many ask', () => {
  const { service, counted, heard, pass, say } = stage();
  for (let tables = 0; tables < 100; tables += 1) {
    say();
    service.now('shop');
    pass(10);
  }
  // At 0, 250, 500, 750 and 1,000 ms.
  expect([heard.length, counted.judged]).toEqual([5, 5]);
});

it('judges a heartbeat at once, also within a burst: it takes the answer along', () => {
  const { heard, pass, say } = stage();
  say();
  pass(10);
  say({ source: 'lag', isHeartbeat: true });
  expect(heard.length).toBe(2);
  expect(heard[1]?.judgedAt).toBe(new Date(Date.parse(at) + 10).toISOString());
});

it('judges again whoever asks later: time alone makes what is known old', () => {
  const { service, counted, pass } = stage();
  service.now('shop');
  pass(249);
  service.now('shop');
  expect(counted.judged).toBe(1);
  pass(1);
  service.now('shop');
  expect(counted.judged).toBe(2);
});

it('goes on after evidence that could not be read', () => {
  const { counted, heard, pass, say } = stage();
  counted.isReadable = false;
  say();
  pass(300);
  counted.isReadable = true;
  say();
  expect(heard.length).toBe(1);
});

it('has judged before anybody who began to listen later hears of a heartbeat', () => {
  const { service, counted, pass, changes, say } = stage();
  const judgedThen: number[] = [];
  changes.subscribe(() => {
    service.now('shop');
    judgedThen.push(counted.judged);
  });
  service.now('shop');
  pass(100);
  say({ source: 'lag', isHeartbeat: true });
  // Once for whoever asked before, and anew for the heartbeat.
  expect(judgedThen).toEqual([2]);
});

it('dates tables that are said together by the first of them', () => {
  const tables = { names: ['shop.a', 'shop.b'] };
  const check: Check = {
    ...{ id: 'differs', claim: 'It is so', blocks: 'when-failed', needs: 'nothing', policy: proven },
    judge: () => ({
      found: [
        {
          ...{ subject: `${tables.names.length} tables`, outcome: 'fail', severity: 'CRITICAL', message: 'm' },
          ...{ action: 'a', evidence: 'e', tables: tables.names },
        },
      ],
      rest: 'pass',
      otherwise: () => ({ kind: 'unknown' }),
    }),
  };
  const { service, pass, say } = stage(check);
  say();
  pass(60_000);
  tables.names.push('shop.c');
  say();
  expect(service.findings('shop').findings).toMatchObject([{ subject: '3 tables', since: at }]);
});
