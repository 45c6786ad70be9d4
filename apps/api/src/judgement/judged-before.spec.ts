import { allChecks } from '../../test/support/all-checks.js';
import { aWaiver } from '../../test/support/a-waiver.js';
import { SeededRandom } from '../../test/support/scenario-random.js';
import { at, checksum, checksumsOf, server, someEvidence } from '../../test/support/some-evidence.js';
import type { Check } from '../evidence/check.js';
import type { Evidence } from '../evidence/evidence.js';
import { judge, type PlacedCheck } from './judge.js';
import { JudgedBefore } from './judged-before.js';

/** Long after both sides came up: time alone changes nothing. */
const nowMs = Date.parse(at) + 3_600_000;

/** A check of the lag that counts how often it is asked. */
function counting(change: Partial<Check> = {}) {
  const asked = { times: 0 };
  const check: Check = {
    ...{ id: 'counted', claim: 'It is so', blocks: 'never', needs: 'nothing' },
    policy: { hold: 'none', resolve: 'at-once', minSamples: 1 },
    judge: ({ lag }) => {
      asked.times += 1;
      return { found: [], rest: lag === null ? 'unknown' : 'pass', otherwise: () => ({ kind: 'unknown' }) };
    },
    ...change,
  };
  const before = new JudgedBefore();
  const placed: PlacedCheck = { check, section: 'lag' };
  const say = (evidence: Evidence, waivers = [] as ReturnType<typeof aWaiver>[], atMs = nowMs) =>
    judge([placed], evidence, atMs, () => undefined, waivers, before)[0]!;
  return { asked, say };
}

it('asks a check again only where something that it looked at is another', () => {
  const { asked, say } = counting();
  const known = someEvidence();
  say(known);
  say({ ...known, heartbeat: null, connection: { ...known.connection } });
  expect(asked.times).toBe(1);
  expect(say({ ...known, lag: null }).state).toBe('unknown');
  expect(asked.times).toBe(2);
});

it('hears of what is looked at later, by what the check has left behind', () => {
  const asked = { times: 0 };
  const { say } = counting({
    judge: (evidence) => {
      asked.times += 1;
      return {
        ...{ found: [], rest: 'pass' },
        otherwise: () => (evidence.heartbeat === null ? { kind: 'unknown' } : { kind: 'explained' }),
      };
    },
  });
  const known = { ...someEvidence(), heartbeat: null };
  const first = say(known);
  expect(first.reading?.otherwise('all').kind).toBe('unknown');
  const second = say({ ...known, heartbeat: 'none' });
  expect(second.reading?.otherwise('all').kind).toBe('explained');
  expect(asked.times).toBe(2);
});

it('asks a check again that takes the time', () => {
  let times = 0;
  const { say } = counting({
    judge: (_, __) => {
      times += 1;
      return { found: [], rest: 'pass', otherwise: () => ({ kind: 'unknown' }) };
    },
  });
  const known = someEvidence();
  say(known);
  say(known);
  expect(times).toBe(2);
});

it('asks again while a side is away, or came back a moment ago, and while somebody answers for something', () => {
  const { asked, say } = counting();
  const known = someEvidence();
  const connection = (change: Parameters<typeof server>[0]) => ({ ...known.connection, target: server(change) });
  say({ ...known, connection: connection({ state: 'down' }) });
  say({ ...known, connection: connection({ state: 'down' }) });
  expect(asked.times).toBe(2);
  const since = new Date(nowMs - 1_000).toISOString();
  say({ ...known, connection: connection({ since }) });
  say({ ...known, connection: connection({ since }) });
  expect(asked.times).toBe(4);
  say(known);
  say(known, [aWaiver('w', {})]);
  say(known);
  expect(asked.times).toBe(7);
});

it('says what would be said without it, of all checks of the product and of whatever becomes known in any order', () => {
  const random = new SeededRandom(20261127);
  const base = someEvidence();
  const connection = (change: Parameters<typeof server>[0]) => ({ ...base.connection, target: server(change) });
  const changes: (() => Partial<Evidence>)[] = [
    () => ({}),
    () => ({ lag: null }),
    () => ({ lag: base.lag && { ...base.lag, state: 'broken', seconds: null } }),
    () => ({ lag: base.lag && { ...base.lag } }),
    () => ({ tables: null }),
    () => ({ checksums: checksumsOf(checksum('shop.a', 'diverged')) }),
    () => ({ sessions: null }),
    () => ({ 'not-replicated': null }),
    () => ({ sequences: null }),
    () => ({ parity: {} }),
    () => ({ connection: connection({ state: 'down' }) }),
    () => ({ connection: connection({ since: new Date(nowMs - 5_000).toISOString() }) }),
  ];
  for (const engine of ['mariadb', 'mysql', 'postgres'] as const) {
    const checks = allChecks(engine);
    const before = new JudgedBefore();
    let known = base;
    for (let step = 0; step < 200; step += 1) {
      known = random.chance(0.2) ? base : { ...known, ...random.pick(changes)() };
      const waivers = random.chance(0.1) ? [aWaiver('w', { check: 'replication-stopped' })] : [];
      const atMs = nowMs + step * 5_000;
      const say = (memory: JudgedBefore | null) =>
        judge(checks, known, atMs, () => undefined, waivers, memory).map(
          ({ state, findings, own, subjects, reading }) => [
            ...[state, findings, own, [...subjects], reading?.found, reading?.rest],
            reading?.otherwise('target'),
          ],
        );
      expect(say(before)).toEqual(say(null));
    }
  }
});
