import type { Finding } from '@cutover/contracts';
import { mount } from '@vue/test-utils';
import { expect, it } from 'vitest';
import { fixtureNow } from '../../../test/fixtures.js';
import FindingList from './FindingList.vue';

const finding: Finding = {
  ...{ id: 'event-scheduler/target', check: 'event-scheduler', section: 'event-scheduler', subject: 'target' },
  ...{ outcome: 'fail', blocks: true, severity: 'WARNING', message: 'It is on', action: 'Turn it off.' },
  ...{ evidence: '', tables: [], tableCount: 0, since: fixtureNow },
};

it('shows what to do, and each statement with its side and a button to copy it', () => {
  const sql = 'SET GLOBAL event_scheduler = OFF;';
  const page = mount(FindingList, { props: { findings: [{ ...finding, statements: [{ on: 'target', sql }] }] } });
  expect(page.text()).toContain('Turn it off.');
  expect(page.text()).toContain('on the target');
  expect(page.get('code').text()).toBe(sql);
  expect(page.get(`button[aria-label="Copy: ${sql}"]`).text()).toBe('Copy');
  expect(
    mount(FindingList, { props: { findings: [finding] } })
      .find('code')
      .exists(),
  ).toBe(false);
});
