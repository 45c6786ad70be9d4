import { mount } from '@vue/test-utils';
import { expect, it } from 'vitest';
import { serverStatus } from '../../../test/fixtures.js';
import ServerCard from './ServerCard.vue';

const card = (over: Parameters<typeof serverStatus>[0], isStale = false) =>
  mount(ServerCard, { props: { role: 'target', server: serverStatus(over), isStale } });
const fault = {
  code: 'ECONNREFUSED',
  headline: 'It refuses connections',
  message: 'connect ECONNREFUSED',
  action: 'Start the server',
};

it('shows the fault of a server that is down, with what to do', () => {
  const text = card({ state: 'down', lastFault: fault, failedAttempts: 7, latencyMs: null })
    .get('[aria-label="Last fault"]')
    .text();
  expect(text).toContain('It refuses connections');
  expect(text).toContain('Start the server');
  expect(text).toContain('7 failed attempts');
});

it('does not call the session of a server that is down encrypted', () => {
  expect(card({ state: 'down', lastFault: fault }).text()).not.toContain('Encrypted');
  expect(card({}).text()).toContain('Encrypted');
  expect(card({ tlsCipher: null }).text()).toContain('Plain, not encrypted');
});

it('folds a fault away that is over', () =>
  expect(card({ lastFault: fault }).find('details').text()).toContain('now over'));

it('says that a state is only how it was last seen when nothing arrives', () => {
  const badge = card({}, true).get('[data-tone]');
  expect([badge.text(), badge.attributes('data-tone')]).toEqual(['Up when last seen', 'unknown']);
});

it('gives the missing grants as statements to copy', () => {
  const grants = ["GRANT BINLOG MONITOR ON *.* TO 'cutover'@'%'", "GRANT SELECT ON `shop`.* TO 'cutover'@'%';"];
  expect(card({ missingGrants: grants }).get('pre').text()).toBe(`${grants[0]};\n${grants[1]}`);
});
