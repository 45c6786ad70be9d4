import { aScheduler, at, someEvidence } from '../../test/support/some-evidence.js';
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
  expect(finding?.message).toContain('it runs shop.a, shop.b and 1 more');
  expect(eventSchedulerCheck.blocks).toBe('unless-passed');
});

it('fails while it is on and nobody sees what it runs, and says the right', () => {
  const [finding] = judge({ setting: 'ON', enabled: null, grant: 'GRANT IT;' }).found;
  expect(finding?.message).toContain('is not visible to the account');
  expect(finding?.action).toBe('Turn it off. To see which events: GRANT IT;');
});

it('never takes unknown for good', () => {
  expect(judge(null)).toMatchObject({ found: [], rest: 'unknown' });
  const reading = judge({ setting: null, reason: 'it is down' });
  expect(reading.found).toMatchObject([{ outcome: 'unknown', severity: 'INFO' }]);
  expect(reading.otherwise('target').kind).toBe('unknown');
});
