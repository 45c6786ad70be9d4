import { lagOf, slot, sourceOf, subscription, type Told } from '../../../../test/support/told-subscription.js';
import type { PositionSample } from '../../lag-history.js';

const sample = (atMs: number, position: string): PositionSample => ({
  ...{ atMs, sourcePosition: position, behind: 0n, written: BigInt(`0x${position.slice(2)}`) },
});

const caughtUp = slot({ confirmed: '0/2000', behind_bytes: '0', not_sent_bytes: '0' });

describe('seconds', () => {
  const seconds = (told: Told) => {
    const { lag } = lagOf(told);
    return [lag.seconds, lag.atLeastSeconds, lag.isOverThreshold];
  };

  it('are 0 where the target has confirmed the end of the log', () =>
    expect(seconds({ source: sourceOf([caughtUp]) })).toEqual([0, 0, false]));

  it('are the age of the oldest position that is not reached', () => {
    const history = [sample(80_000, '0/1000'), sample(90_000, '0/1900'), sample(95_000, '0/1A00')];
    expect(seconds({ history })).toEqual([10, 10, false]);
  });

  it('are unknown while no sample is reached: a target that has just connected may be hours behind', () => {
    expect(seconds({ source: sourceOf([slot({ replay_seconds: '0' })]) })).toEqual([null, 0, null]);
    expect(seconds({ history: [sample(80_000, '0/1900')] })).toEqual([null, 20, true]);
  });

  it('are what the server measures where that is more', () => {
    const history = [sample(95_000, '0/1000')];
    expect(seconds({ history, source: sourceOf([slot({ replay_seconds: '4' })]) })[0]).toBe(4);
  });

  it('are unknown while something stands still, and positions go on to prove', () => {
    const stopped = [subscription({ is_enabled: false, is_running: false })];
    const history = [sample(80_000, '0/1000'), sample(88_000, '0/1900')];
    expect(seconds({ subscriptions: stopped, history })).toEqual([null, 12, true]);
  });

  it('are unknown where the source could not be asked, or hides its slots', () => {
    expect(seconds({ source: null })).toEqual([null, null, null]);
    expect(seconds({ source: sourceOf([]) })[0]).toBeNull();
  });

  it('forget samples of a source that stood further: it was restored', () => {
    const { history } = lagOf({ history: [sample(90_000, '0/9000')] });
    expect(history).toHaveLength(1);
  });

  it('are those of the subscription that is furthest behind', () => {
    const two = [subscription(), subscription({ id: '2', name: 'other', slot: 'other' })];
    const source = sourceOf([caughtUp, slot({ slot: 'other' })]);
    const { lag } = lagOf({ subscriptions: two, source, history: [sample(90_000, '0/1000')] });
    expect(lag).toMatchObject({ targetPosition: '0/1800', notReceivedBytes: 48, notAppliedBytes: 2000 });
  });
});

it('takes no backlog from what is on its way within a second', () => {
  const history = [1, 2, 3].map((n) => ({ ...sample(97_000 + n * 500, `0/1${n}00`), behind: BigInt(2000 + n) }));
  expect(lagOf({ history }).lag).toMatchObject({ seconds: 0, predictedDrainSeconds: 0 });
});

it('holds what is not sent to be all of it where nothing is connected', () => {
  const { lag } = lagOf({ source: sourceOf([slot({ is_active: false, not_sent_bytes: null })]) });
  expect(lag).toMatchObject({ notReceivedBytes: 2048, notAppliedBytes: 0 });
  const hidden = lagOf({ source: sourceOf([slot({ not_sent_bytes: null })]) }).lag;
  expect(hidden).toMatchObject({ notReceivedBytes: null, notAppliedBytes: null });
  expect(hidden.reason).toContain('GRANT pg_monitor');
});

describe('the state', () => {
  it.each([
    ['idle when all is confirmed', {}, { source: sourceOf([caughtUp]) }, 'idle', null],
    ['applying when something is not', {}, {}, 'applying', null],
    ['unknown when the source could not be asked', {}, { source: null }, 'unknown', null],
    [
      'stopped when it is disabled',
      { is_enabled: false, is_running: false },
      {},
      'stopped',
      /ALTER SUBSCRIPTION "sub" ENABLE/,
    ],
    ['stopped when no worker runs', { is_running: false }, {}, 'stopped', /error log of the target says why/],
    [
      'stopped, not broken, when it failed long ago and no worker runs: it may not log in to the source',
      { is_running: false, apply_errors: '4' },
      {},
      'stopped',
      /connect or log in/,
    ],
    [
      'broken when the target has confirmed more than the source has: it was restored',
      {},
      { source: sourceOf([slot({ confirmed: '0/3000', behind_bytes: '-4096' })]) },
      'broken',
      /Find out which of the two servers is right/,
    ],
    [
      'broken when the worker has received more than the source has: it reads elsewhere',
      { received: '0/2001' },
      {},
      'broken',
      /subconninfo/,
    ],
    [
      'broken when a publication is gone, which PostgreSQL 18 passes over',
      { publications: ['pub', 'gone'] as string[] },
      {},
      'broken',
      /Create it again on the source as it was/,
    ],
    [
      'broken when the slot is gone',
      {},
      { source: sourceOf([]) },
      'broken',
      /slot_name = NONE\); DROP SUBSCRIPTION "sub"/,
    ],
    ['broken when the slot is lost', {}, { source: sourceOf([slot({ wal_status: 'lost' })]) }, 'broken', /made anew/],
    [
      'broken when the slot was idle for too long',
      {},
      { source: sourceOf([slot({ wal_status: 'lost', invalidation_reason: 'idle_timeout' })]) },
      'broken',
      /^Raise idle_replication_slot_timeout .* made anew\. On the target: note down .* DROP SUBSCRIPTION "sub"; TRUNCATE/,
    ],
    ['broken without a slot', { slot: null }, {}, 'broken', /made anew/],
    [
      'broken when the slot belongs to another database of the source',
      {},
      { source: sourceOf([slot({ is_here: false, database: 'crm' })]) },
      'broken',
      /Correct source\.database/,
    ],
  ] as const)('is %s', (_, changes, told, state, action) => {
    const { lag } = lagOf({ ...told, subscriptions: [subscription(changes)] });
    expect(lag.state).toBe(state);
    expect(lag.channels[0]?.action ?? null).toEqual(action === null ? null : expect.stringMatching(action));
  });

  /** The states of measurements one after the other, `everySeconds` apart. */
  const states = (everySeconds: number, ...told: Told[]) => {
    let memory: Told['memory'];
    return told.map((each, index) => {
      const measuredAt = new Date(Date.parse('2026-11-20T03:00:00.000Z') + index * everySeconds * 1000).toISOString();
      const measured = lagOf({ ...each, ...(memory && { memory }), measuredAt });
      ({ memory } = measured);
      return measured.lag.state;
    });
  };
  const failed = (apply: number, sync = 0, changes: object = {}): Told => ({
    subscriptions: [subscription({ apply_errors: String(apply), sync_errors: String(sync), ...changes })],
  });

  it('is broken from the second of failures that follow each other, until a minute has passed without one', () => {
    expect(states(5, failed(3), failed(4), failed(4), failed(5), failed(5))).toEqual([
      ...['applying', 'applying', 'applying', 'broken', 'broken'],
    ]);
    expect(states(40, failed(3), failed(5), failed(5), failed(5))).toEqual([
      ...['applying', 'broken', 'broken', 'applying'],
    ]);
    // The first copy fails like that, while the apply worker runs.
    expect(states(5, failed(0, 0), failed(0, 1), failed(0, 2), failed(0, 2))).toEqual([
      ...['applying', 'applying', 'broken', 'broken'],
    ]);
  });

  it('is no longer broken as soon as what failed has gone on', () => {
    const reached = (confirmed: string, told: Told): Told => ({ ...told, source: sourceOf([slot({ confirmed })]) });
    const [stuck, free] = [reached('0/1800', failed(3)), reached('0/1900', failed(3))];
    expect(states(5, reached('0/1800', failed(0)), stuck, stuck, free)).toEqual([
      ...['applying', 'broken', 'broken', 'applying'],
    ]);
    // The apply worker goes on whatever the copy of a table does.
    const copying = (sync: number, ready: number): Told =>
      failed(0, sync, { initialSync: { tables: 3, ready, pending: [] } });
    expect(
      states(5, copying(0, 1), reached('0/1900', copying(2, 1)), reached('0/1A00', copying(2, 1)), copying(2, 2)),
    ).toEqual(['applying', 'broken', 'broken', 'applying']);
  });

  it('is not broken by one failure, as a restart of the source makes it, nor by counters that begin anew', () => {
    expect(states(5, failed(0), failed(1, 0, { is_running: false }), failed(1))).toEqual([
      ...['applying', 'stopped', 'applying'],
    ]);
    expect(states(5, failed(9), failed(0), failed(0))).toEqual(['applying', 'applying', 'applying']);
  });

  const gone: Told = { source: sourceOf([]) };

  it('stays broken when its slot was missing and is there again, until it is made anew', () => {
    const anew: Told = { subscriptions: [subscription({ id: '2' })] };
    expect(states(5, {}, gone, {}, {}, anew)).toEqual(['applying', 'broken', 'broken', 'broken', 'applying']);
    // A source that could not be asked says nothing of its slot.
    expect(states(5, {}, { source: null }, {})).toEqual(['applying', 'unknown', 'applying']);
    expect(states(5, gone, { source: null }, {})).toEqual(['broken', 'unknown', 'broken']);
    // Nor does one of both servers make forget what was seen.
    const away: Told = { subscriptions: null };
    expect(states(5, {}, gone, {}, away, {})).toEqual(['applying', 'broken', 'broken', 'unknown', 'broken']);
    expect(states(5, gone, away, {})).toEqual(['broken', 'unknown', 'broken']);
  });

  it('stays broken when its slot was moved while it was disabled', () => {
    const disabled = (confirmed: string): Told => ({
      subscriptions: [subscription({ is_enabled: false, is_running: false, received: null })],
      source: sourceOf([slot({ is_active: false, confirmed })]),
    });
    expect(states(5, disabled('0/1800'), disabled('0/1800'), {})).toEqual(['stopped', 'stopped', 'applying']);
    expect(states(5, disabled('0/1800'), disabled('0/1900'), {})).toEqual(['stopped', 'broken', 'broken']);
    expect(states(5, disabled('0/1800'), { ...disabled('0/1800'), source: null }, disabled('0/1900'))).toEqual([
      'stopped',
      'stopped',
      'broken',
    ]);
    // It had been reading until just now.
    expect(states(5, {}, disabled('0/1900'), disabled('0/1900'))).toEqual(['applying', 'stopped', 'stopped']);
  });

  it('is not-configured without a subscription, and says where there is one', () => {
    expect(lagOf({ subscriptions: [] }).lag).toMatchObject({ state: 'not-configured', channels: [] });
    const elsewhere = [subscription({ is_here: false, database: 'crm' })];
    const { lag } = lagOf({ subscriptions: elsewhere });
    expect(lag.state).toBe('not-configured');
    expect(lag.reason).toContain('"sub" in the database crm: correct target.database');
  });

  it('keeps one that has lost its slot and its publication on the source', () => {
    const other = subscription({ id: '2', name: 'other', slot: 'other', publications: ['dropped'], received: null });
    const both = [subscription(), other];
    const { memory } = lagOf({ subscriptions: both, source: sourceOf([slot(), slot({ slot: 'other' })]) });
    expect(lagOf({ subscriptions: both, memory }).lag).toMatchObject({ state: 'broken', targetPosition: null });
  });

  it('leaves out a subscription to another source beside ours, and keeps one whose slot was dropped', () => {
    const other = subscription({ id: '2', name: 'foreign', slot: 'foreign', publications: ['elsewhere'] });
    expect(lagOf({ subscriptions: [subscription(), other] }).lag.channels.map(({ name }) => name)).toEqual(['sub']);
    const dropped = subscription({ id: '3', name: 'dropped', slot: 'dropped' });
    const { lag } = lagOf({ subscriptions: [subscription(), dropped] });
    expect(lag.channels.map(({ name, state }) => [name, state])).toEqual([
      ['sub', 'applying'],
      ['dropped', 'broken'],
    ]);
  });
});

it('says of a standby without slots that it cannot publish', () => {
  const { lag } = lagOf({ source: sourceOf([], { isStandby: true }) });
  expect(lag.reason).toContain('name its primary as the source');
});
