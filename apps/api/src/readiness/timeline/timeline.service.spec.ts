import type { OverallVerdict } from '@cutover/contracts';
import { Subject } from 'rxjs';
import { at } from '../../../test/support/some-evidence.js';
import { StoreStage } from '../../../test/support/store-stage.js';
import type { CutoverConfig } from '../../config/config.schema.js';
import type { Judgement } from '../../judgement/judgement.service.js';
import { Clock } from '../../platform/clock.js';
import type { StoreConnection } from '../../store/store-connection.js';
import { TimelineStore } from '../store/timeline.store.js';
import type { NotedVerdict, VerdictService } from '../verdict.service.js';
import { TimelineService } from './timeline.service.js';

class HeldClock extends Clock {
  wallMs = Date.parse(at);
  override nowMs(): number {
    return this.wallMs;
  }
  override monotonicMs(): number {
    return this.wallMs;
  }
}

const config = { migrations: [{ name: 'shop' }] } as unknown as CutoverConfig;
const isoAfter = (ms: number): string => new Date(Date.parse(at) + ms).toISOString();

describe('the timeline', () => {
  let stage: StoreStage;
  let connection: StoreConnection;
  let clock: HeldClock;
  let service: TimelineService;
  let noted: Subject<NotedVerdict>;

  async function start(): Promise<void> {
    const opened = await stage.open();
    ({ connection } = opened);
    noted = new Subject();
    service = new TimelineService(config, { verdicts: noted } as unknown as VerdictService, opened.timeline, clock);
    await service.onModuleInit();
  }

  async function end(): Promise<void> {
    await service.beforeApplicationShutdown();
    await connection.close();
  }

  /** One more answer, 5 s later. */
  function say(answer: OverallVerdict['answer'], ...causes: string[]): void {
    clock.wallMs += 5000;
    const reasons = causes.map((check) => ({ check, outcome: 'fail', message: `${check} is bad` }));
    noted.next({
      judgement: { migration: 'shop', judgedAt: clock.nowIso() } as Judgement,
      verdict: { answer, reasons } as unknown as OverallVerdict,
      unwatched: null,
    });
  }

  const page = async () => (await service.page('shop', { limit: 50 })).entries;
  const told = async () => (await page()).map(({ answer, causes }) => [answer, ...causes.map(({ check }) => check)]);

  beforeEach(async () => {
    stage = new StoreStage();
    clock = new HeldClock();
    await start();
  });
  afterEach(async () => {
    await end();
    await stage.end();
  });

  it('has an entry for each change of the answer, with its causes, and none for an answer that stands', async () => {
    say('not-safe', 'lag-threshold');
    say('not-safe', 'lag-threshold');
    say('safe');
    say('safe');
    expect(await told()).toEqual([['safe'], ['not-safe', 'lag-threshold']]);
    expect((await page())[1]).toMatchObject({ at: isoAfter(5000), causes: [{ message: 'lag-threshold is bad' }] });
    expect(service.newest('shop')).toEqual(await page());
  });

  it('notes other causes of the same answer, but one that flaps once in ten seconds only', async () => {
    say('not-safe', 'lag-threshold');
    say('not-safe', 'lag-threshold', 'checksum-diverged');
    expect(await told()).toHaveLength(1);
    say('not-safe', 'lag-threshold', 'checksum-diverged');
    expect(await told()).toEqual([
      ['not-safe', 'lag-threshold', 'checksum-diverged'],
      ['not-safe', 'lag-threshold'],
    ]);
  });

  it('outlives a restart, which is an entry: nobody watched meanwhile', async () => {
    say('safe');
    await end();
    const until = clock.nowIso();
    clock.wallMs += 3_600_000;
    await start();
    say('cannot-tell', 'connection-lost');
    expect(await page()).toMatchObject([
      { kind: 'answer', answer: 'cannot-tell' },
      { kind: 'not-watched', answer: null, from: until, at: isoAfter(5000 + 3_600_000) },
      { kind: 'answer', answer: 'safe' },
    ]);
  });

  it('says of a gap in the same process that nobody watched, and then the answer again', async () => {
    say('safe');
    const unwatched = { from: isoAfter(5000), to: isoAfter(900_000) };
    noted.next({
      judgement: { migration: 'shop', judgedAt: unwatched.to } as Judgement,
      ...{ verdict: { answer: 'safe', reasons: [] } as unknown as OverallVerdict, unwatched },
    });
    expect(await page()).toMatchObject([
      { kind: 'answer', answer: 'safe' },
      { kind: 'not-watched', from: unwatched.from, at: unwatched.to },
      { kind: 'answer', answer: 'safe' },
    ]);
  });

  it('keeps its order where the clock is set back, and comes in pages', async () => {
    say('safe');
    clock.wallMs -= 3_600_000;
    say('not-safe', 'a');
    say('safe');
    expect(await told()).toEqual([['safe'], ['not-safe', 'a'], ['safe']]);
    const first = await service.page('shop', { limit: 2 });
    const second = await service.page('shop', { limit: 2, cursor: first.nextCursor! });
    expect([...first.entries, ...second.entries]).toEqual(await page());
    expect(second.nextCursor).toBeNull();
    await expect(service.page('shop', { limit: 2, cursor: 'nonsense' })).rejects.toMatchObject({ status: 400 });
    await expect(service.page('nope', { limit: 2 })).rejects.toMatchObject({ code: 'MIGRATION_UNKNOWN' });
  });

  it('forgets what is too old', async () => {
    say('safe');
    say('not-safe', 'a');
    await connection.flush();
    expect(await new TimelineStore(connection).prune(isoAfter(10_000))).toBe(1);
    expect(await told()).toEqual([['not-safe', 'a']]);
  });
});
