import { aScheduler, at, someEvidence } from '../../test/support/some-evidence.js';
import { hasWaitingEvent } from './dialects/mysql-family/statements.js';
import { eventSchedulerCheck } from './event-scheduler.check.js';

const judge = (change: Parameters<typeof aScheduler>[0] | null) =>
  eventSchedulerCheck.judge(someEvidence({ 'event-scheduler': change && aScheduler(change) }), Date.parse(at));

it('passes while the scheduler is off, and where it is on and no event is enabled', () => {
  expect(judge({})).toMatchObject({ found: [], rest: 'pass' });
  expect(judge({ setting: 'DISABLED' }).found).toEqual([]);
  expect(judge({ setting: 'ON', enabled: { total: 0, named: [] } }).found).toEqual([]);
});

it('fails while it is on, blocks, and names what it runs', () => {
  const [finding] = judge({ setting: 'ON', enabled: { total: 3, named: ['shop.a', 'shop.b', 'shop.c'] } }).found;
  expect(finding).toMatchObject({ outcome: 'fail', severity: 'WARNING', action: 'Turn it off.' });
  expect(finding?.statements).toEqual([{ on: 'target', sql: 'OFF;' }]);
  expect(finding?.message).toContain('it runs shop.a, shop.b and 1 more');
  expect(eventSchedulerCheck.blocks).toBe('unless-passed');
});

it('judges by what the scheduler waits for where the events are hidden', () => {
  const hidden = { setting: 'ON', enabled: null, grant: 'GRANT IT;' };
  expect(judge({ ...hidden, hasWaiting: false })).toMatchObject({ found: [], rest: 'pass' });
  const [waiting] = judge({ ...hidden, hasWaiting: true }).found;
  // Its thread does not wake when the event is disabled: that it waits proves nothing.
  expect(waiting).toMatchObject({ outcome: 'unknown', severity: 'WARNING' });
  expect(waiting?.message).toContain('waits for an event that our account may not see');
  expect(waiting?.statements?.map(({ sql }) => sql)).toEqual(['GRANT IT;', 'OFF;']);
});

it('cannot tell while it is on and nothing shows whether it runs an event, and brings the right', () => {
  const [finding] = judge({ setting: 'ON', enabled: null, hasWaiting: null, grant: 'GRANT IT;' }).found;
  expect(finding).toMatchObject({ outcome: 'unknown', severity: 'INFO' });
  expect(finding?.statements?.map(({ sql }) => sql)).toEqual(['GRANT IT;', 'OFF;']);
  expect(finding?.action).toBe('Give our account the right to see it. Or: turn it off.');
  const [without] = judge({ setting: 'ON', enabled: null, hasWaiting: true, grant: null }).found;
  expect(without).toMatchObject({ action: 'Turn it off.', statements: [{ on: 'target', sql: 'OFF;' }] });
});

it('takes the scheduler by its own thread', () => {
  expect(hasWaitingEvent('Waiting on empty queue')).toBe(false);
  expect(hasWaitingEvent('Waiting for next activation')).toBe(true);
  expect([hasWaitingEvent('Initialized'), hasWaitingEvent(null)]).toEqual([null, null]);
});

it('never takes unknown for good', () => {
  expect(judge(null)).toMatchObject({ found: [], rest: 'unknown' });
  const reading = judge({ setting: null, reason: 'it is down' });
  expect(reading.found).toMatchObject([{ outcome: 'unknown', severity: 'INFO' }]);
  expect(reading.otherwise('target').kind).toBe('unknown');
});
