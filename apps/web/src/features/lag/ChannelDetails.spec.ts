import { mount } from '@vue/test-utils';
import { expect, it } from 'vitest';
import { replicaLag } from '../../../test/fixtures.js';
import ChannelDetails from './ChannelDetails.vue';

const textOf = (over: Parameters<typeof replicaLag>[0]): string =>
  mount(ChannelDetails, { props: { lag: replicaLag(over), isStale: false } }).text();

it('does not take a target that could not be asked for one without channels', () => {
  const text = textOf({ state: 'unknown', channels: [], domains: [] });
  expect(text).toContain('Channels and GTID domains: unknown');
  expect(text).not.toContain('no replication channel');
});

it('says what to do when the target answers and has no channel', () =>
  expect(textOf({ state: 'not-configured', channels: [], domains: [] })).toContain('CHANGE MASTER TO'));

it('shows seconds that the server does not tell as unknown', () => {
  const [channel] = replicaLag().channels;
  if (!channel) throw new Error('the fixture has a channel');
  expect(textOf({ channels: [{ ...channel, secondsBehind: null, tls: null }] })).toContain(
    'seconds behind unknown · encryption unknown',
  );
});

it('says beside the error of a channel what to do about it', () => {
  const [channel] = replicaLag().channels;
  if (!channel) throw new Error('the fixture has a channel');
  const broken = { lastError: 'Error 1062', headline: 'The target already has a row', action: 'Remove the row' };
  expect(textOf({ state: 'broken', channels: [{ ...channel, state: 'broken', ...broken }] })).toContain(
    'Remove the row',
  );
});
