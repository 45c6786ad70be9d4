import {
  errorAnswerSchema,
  readinessSchema,
  socketPath,
  verdictTimelineSchema,
  waiverListSchema,
  waiverSchema,
  type AlertPage,
  type FindingList,
  type MigrationDetail,
  type Readiness,
  type ServerToClientEvents,
  type VerdictTimeline,
  type Waiver,
} from '@cutover/contracts';
import type { Lab } from '@cutover/lab';
import { io, type Socket } from 'socket.io-client';
import { eventually } from '../support/eventually.js';
import { labPair, whileBroken } from '../support/lab-pair.js';
import { startProduct, type Product } from '../support/product.js';

const path = '/api/migrations/shop/readiness';
const soakSeconds = 6;
const inAnHour = (): string => new Date(Date.now() + 3_600_000).toISOString();

describe('readiness', () => {
  let lab: Lab;
  let product: Product;
  let socket: Socket<ServerToClientEvents>;
  /** What the socket brought. */
  let live: Readiness[];

  const readiness = async (): Promise<Readiness> =>
    readinessSchema.parse(await product.get('/api/migrations/shop/readiness'));
  const answers = (answer: Readiness['answer']): Promise<Readiness> =>
    eventually(`the answer is ${answer}`, async () => {
      const now = await readiness();
      return now.answer === answer && now;
    });
  const timeline = async (): Promise<VerdictTimeline['entries']> =>
    verdictTimelineSchema.parse(await product.get('/api/migrations/shop/readiness/timeline')).entries;
  const waivers = async (): Promise<Waiver[]> =>
    waiverListSchema.parse(await product.get('/api/migrations/shop/readiness/waivers')).waivers;
  const give = (body: Record<string, unknown>): Promise<Response> =>
    product.send('POST', `${path}/waivers`, { why: 'known, and repaired after the cutover', operator: 'Ada', ...body });
  const isFiring = async (type: string): Promise<boolean> => {
    const { alerts } = await product.get<AlertPage>('/api/alerts?state=firing&limit=200');
    return alerts.some((alert) => alert.type === type);
  };

  function listen(): void {
    live = [];
    socket = io(product.url, { path: socketPath, transports: ['websocket'], forceNew: true });
    socket.on('readiness_update', ({ data }) => live.push(readinessSchema.parse(data)));
  }

  beforeAll(async () => {
    lab = await labPair();
    product = await startProduct(lab, { sections: { readiness: { soakMinutes: soakSeconds / 60 } } });
    listen();
  });
  afterAll(async () => {
    socket.close();
    await product.end();
  });

  it('becomes safe only after all has passed for the time that is asked for, and says how far it is', async () => {
    const soaking = await eventually('only the time is left', async () => {
      const now = await readiness();
      return (
        now.remaining
          .filter(({ isBlocking }) => isBlocking)
          .map(({ check }) => check)
          .join() === 'sustained-green' && now
      );
    });
    expect(soaking).toMatchObject({ answer: 'cannot-tell', green: { soakSeconds } });
    expect(soaking.green.seconds).toBeLessThanOrEqual(soakSeconds);
    expect(soaking.remaining.find(({ isBlocking }) => isBlocking)?.what).toMatch(
      /^Green since [\d:]{8} UTC: .* for 6 s/,
    );
    const safe = await answers('safe');
    expect(safe.green.seconds).toBeGreaterThanOrEqual(soakSeconds);
    expect(safe.remaining.filter(({ isBlocking }) => isBlocking)).toEqual([]);
    expect(safe.drain).toMatchObject({ budgetSeconds: 60, fits: true });
    expect(safe.checks.map(({ check }) => check)).toEqual(expect.arrayContaining(['drain-time', 'connection-lost']));
    expect(safe.checks.filter(({ isBlocking }) => isBlocking)).toEqual([]);
    const { verdict } = await product.get<MigrationDetail>('/api/migrations/shop');
    expect(Date.parse(verdict.since) - Date.parse(verdict.greenSince!)).toBeGreaterThan((soakSeconds - 1) * 1000);
    // It is noted with the next sample.
    await eventually('the history has it', async () => (await timeline())[0]?.answer === 'safe');
    expect((await timeline()).map(({ answer }) => answer)).toContain('cannot-tell');
    await eventually('the socket says so, too', () => live.at(-1)?.answer === 'safe');
    expect(await (await product.send('GET', '/metrics')).text()).toContain('cutover_ready{migration="shop"} 1');
  });

  it('is refused a waiver for what nobody can answer for, and says why', async () => {
    await whileBroken(lab, 'replica-stopped', async () => {
      const broken = await eventually('it is seen', async () => {
        const now = await readiness();
        return now.checks.find(({ check, outcome }) => check === 'replication-stopped' && outcome === 'fail') && now;
      });
      expect(broken.answer).toBe('not-safe');
      const until = inAnHour();
      const refused = await give({ check: 'replication-stopped', subject: null, until });
      expect(refused.status).toBe(409);
      expect(errorAnswerSchema.parse(await refused.json())).toMatchObject({
        ...{ code: 'NOT_WAIVABLE', message: expect.stringContaining('does not get to the target') },
      });
      for (const [body, status] of [
        [{ check: 'nope', subject: null, until }, 404],
        [{ check: 'connection-lost', subject: 'source', until }, 409],
        [{ check: 'missing-grant', subject: null, until }, 409],
        [{ check: 'lag-threshold', subject: null, until, why: '' }, 400],
        [{ check: 'lag-threshold', subject: null, until, why: undefined }, 400],
        [{ check: 'lag-threshold', subject: null }, 400],
        [{ check: 'lag-threshold', until }, 400],
      ] as const)
        expect({ body, status: (await give(body)).status }).toEqual({ body, status });
    });
    expect(await waivers()).toEqual([]);
    await answers('safe');
    const flap = (await timeline()).find(({ answer }) => answer === 'not-safe');
    expect(flap?.causes.map(({ check }) => check)).toContain('replication-stopped');
  });

  it('rests on a waiver for as long as it counts: named everywhere, without an alert, also after a restart', async () => {
    await whileBroken(lab, 'row-changed', async () => {
      const diverged = await eventually('the difference is found', async () => {
        const { findings } = await product.get<FindingList>('/api/migrations/shop/findings');
        return findings.find(({ check, outcome }) => check === 'checksum-diverged' && outcome === 'fail');
      });
      await eventually('its alert fires', () => isFiring('checksum_diverged'));
      const { check, subject } = diverged;
      expect((await readiness()).remaining[0]).toMatchObject({ check, subject, isBlocking: true });
      const long = new Date(Date.now() + 31 * 24 * 3_600_000).toISOString();
      expect((await give({ check, subject, until: long })).status).toBe(400);
      expect((await give({ check, subject, until: inAnHour(), operator: undefined })).status).toBe(400);
      const given = waiverSchema.parse(await (await give({ check, subject, until: inAnHour() })).json());
      expect(given).toMatchObject({ check, subject, covers: 'fail', by: 'Ada', isStanding: true });

      await eventually('the alert is closed', async () => !(await isFiring('checksum_diverged')));
      const waived = await answers('safe');
      expect(waived.waivers).toEqual([given]);
      expect(waived.checks.find((each) => each.check === check)).toMatchObject({
        outcome: 'waived',
        isBlocking: false,
      });
      const { verdict } = await product.get<MigrationDetail>('/api/migrations/shop');
      expect(verdict).toMatchObject({ answer: 'safe', waivers: [{ by: 'Ada', why: given.why, until: given.until }] });
      const { findings } = await product.get<FindingList>('/api/migrations/shop/findings');
      expect(findings.find((each) => each.check === check)).toMatchObject({
        ...{ outcome: 'waived', blocks: false, subject, waiver: { id: given.id, by: 'Ada', outcome: 'fail' } },
      });
      const metrics = await (await product.send('GET', '/metrics')).text();
      expect(metrics).toContain('cutover_check_state{migration="shop",check="checksum-diverged"} 2');
      expect(metrics).toContain('cutover_waivers{migration="shop"} 1');

      socket.close();
      await product.stop();
      product = await product.restart();
      listen();
      expect((await answers('safe')).waivers).toEqual([given]);
      const told = await timeline();
      expect(told.filter(({ kind }) => kind === 'not-watched')).toHaveLength(1);
      expect(told.at(-1)?.kind).toBe('answer');

      const revoked = await product.send('DELETE', `${path}/waivers/${given.id}?operator=Grace`);
      expect(waiverSchema.parse(await revoked.json())).toMatchObject({ revokedBy: 'Grace', isStanding: false });
      expect((await readiness()).answer).toBe('not-safe');
      await eventually('the alert fires again', () => isFiring('checksum_diverged'));
      await eventually('the socket says so', () => live.at(-1)?.answer === 'not-safe');
      expect(await waivers()).toMatchObject([{ id: given.id, isStanding: false, revokedBy: 'Grace' }]);
      expect((await product.send('DELETE', `${path}/waivers/nope?operator=Grace`)).status).toBe(404);
    });
    await answers('safe');
  });

  it('lets a waiver end by itself', async () => {
    await whileBroken(lab, 'row-changed', async () => {
      await answers('not-safe');
      const until = new Date(Date.now() + 3_000).toISOString();
      const given = await eventually('the waiver is taken', async () => {
        const answer = await give({ check: 'checksum-diverged', subject: null, until });
        return answer.status === 201 && waiverSchema.parse(await answer.json());
      });
      await eventually('it has ended', async () => (await readiness()).waivers.length === 0);
      expect(Date.now()).toBeGreaterThanOrEqual(Date.parse(given.until));
      expect((await readiness()).answer).toBe('not-safe');
      await eventually('that is kept', async () => (await waivers())[0]?.endedAt != null);
    });
    await answers('safe');
  });
});
