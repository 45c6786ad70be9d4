import { mount } from '@vue/test-utils';
import { expect, it } from 'vitest';
import { replicaLag, subscribed } from '../../../test/fixtures.js';
import ReplicationLine from './ReplicationLine.vue';

const figures = (line: ReturnType<typeof mount>): string[] =>
  line.findAll('dd > span:first-child').map((figure) => figure.text());

it('shows lag, transactions and both halves of the backlog', () => {
  const line = mount(ReplicationLine, { props: { engine: 'mariadb' as const, lag: replicaLag(), isStale: false } });
  expect(figures(line)).toEqual(['2 s', '118', '0 B', '184 kB']);
  expect(line.text()).toContain('Applying');
});

it('shows every null as unknown and none as 0', () => {
  const lag = replicaLag({
    state: 'stopped',
    seconds: null,
    atLeastSeconds: null,
    transactionsBehind: null,
    notReceivedBytes: null,
    notAppliedBytes: null,
  });
  const line = mount(ReplicationLine, { props: { engine: 'mariadb' as const, lag, isStale: false } });
  expect(figures(line)).toEqual(['unknown', 'unknown', 'unknown', 'unknown']);
});

it('does not call a stale sample applying', () => {
  const line = mount(ReplicationLine, { props: { engine: 'mariadb' as const, lag: replicaLag(), isStale: true } });
  expect(line.text()).toContain('Unknown');
  expect(line.text()).not.toContain('Applying');
});

it('says when the lag is over its limit', () => {
  const line = mount(ReplicationLine, {
    props: { engine: 'mariadb' as const, lag: replicaLag({ seconds: 14, isOverThreshold: true }), isStale: false },
  });
  expect(line.text()).toContain('over the limit of 10 s');
});

it('leaves it to the card of a target that is down to say why', () => {
  const lag = replicaLag({ state: 'unknown', reason: 'The target does not answer' });
  const text = (isTargetDown: boolean): string =>
    mount(ReplicationLine, { props: { engine: 'mariadb' as const, lag, isStale: false, isTargetDown } }).text();
  expect(text(false)).toContain('does not answer');
  expect(text(true)).not.toContain('does not answer');
});

it('tells the log in place of transactions that nobody counts, and unknown where half of it is', () => {
  const backlog = { ...subscribed({}), transactionsBehind: null, notReceivedBytes: 1000, notAppliedBytes: 3000 };
  const line = mount(ReplicationLine, {
    props: { engine: 'postgres' as const, lag: replicaLag(backlog), isStale: false },
  });
  expect(line.text()).toContain('Log behind');
  expect(line.text()).not.toContain('Transactions behind');
  expect(figures(line)[1]).toBe('4.0 kB');
  const half = mount(ReplicationLine, {
    props: { engine: 'postgres' as const, lag: replicaLag({ ...backlog, notReceivedBytes: null }), isStale: false },
  });
  expect(figures(half)[1]).toBe('unknown');
});
