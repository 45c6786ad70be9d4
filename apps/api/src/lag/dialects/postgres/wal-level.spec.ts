import { lagOf, sourceOf } from '../../../../test/support/told-subscription.js';
import { adviceOf } from './wal-level.js';

it('says nothing of a source that can publish', () => {
  expect(adviceOf('logical', false)).toBeNull();
  expect(adviceOf('logical', true)).toBeNull();
});

it('says the setting and the right, which are others on RDS', () => {
  expect(adviceOf('replica', false)).toMatch(
    /wal_level = replica.*ALTER SYSTEM SET wal_level = 'logical'.*REPLICATION/,
  );
  expect(adviceOf('replica', true)).toMatch(/rds\.logical_replication = 1.*reboot.*GRANT rds_replication/);
  expect(adviceOf('replica', true)).not.toContain('ALTER SYSTEM');
});

it('is what to do where nothing is subscribed', () => {
  const levelAdvice = adviceOf('replica', true);
  const { lag } = lagOf({ subscriptions: [], source: sourceOf([], { levelAdvice }) });
  expect(lag).toMatchObject({ state: 'not-configured' });
  expect(lag.reason).toContain('rds.logical_replication = 1');
});
