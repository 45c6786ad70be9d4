import type { BreakName } from '@cutover/lab';
import type { Page } from 'playwright-core';
import { dashboard, says } from '../support/dashboard.js';
import { openDashboard } from '../support/browser.js';
import { startStack, type Stack } from '../support/stack.js';

/** What the dashboard must show for a break: the answer, and words of the alert that fires. */
interface Sight {
  answer: 'Not safe' | 'Cannot tell' | 'Safe to cut over';
  alert: RegExp;
}

/** Exhaustive: a new break of the lab does not compile until it is said here how it looks. */
const sights: Record<BreakName, Sight> = {
  'replica-stopped': { answer: 'Not safe', alert: /stopped/i },
  'replica-broken': { answer: 'Not safe', alert: /already has a row that the source inserted/ },
  'receiver-dead': { answer: 'Not safe', alert: /receiver cannot connect/i },
  'target-down': { answer: 'Cannot tell', alert: /target .*has not answered/i },
  'source-down': { answer: 'Cannot tell', alert: /source .*has not answered/i },
  'row-changed': { answer: 'Not safe', alert: /shop\.customers differs/ },
  'row-missing': { answer: 'Not safe', alert: /shop\.reviews/ },
  'row-extra': { answer: 'Not safe', alert: /shop\.coupons/ },
  lag: { answer: 'Not safe', alert: /lag/i },
  'index-missing': { answer: 'Not safe', alert: /audit_log_time of shop\.audit_log is missing/ },
  'collation-changed': { answer: 'Not safe', alert: /name of shop\.suppliers/ },
  'auto-increment-behind': { answer: 'Not safe', alert: /AUTO_INCREMENT of id of shop\.product_images/ },
  'table-dropped': { answer: 'Not safe', alert: /shop\.product_images/ },
  'grant-missing': { answer: 'Not safe', alert: /shop_app/ },
  'wrong-password': { answer: 'Cannot tell', alert: /target .*Access denied/i },
  'encryption-threads-zero': { answer: 'Not safe', alert: /innodb_encryption_threads = 0/ },
  'plain-table': { answer: 'Not safe', alert: /shop\.reviews stays plain/ },
  'event-scheduler-on': {
    answer: 'Not safe',
    alert: /event scheduler of the target is on; it runs shop\.audit_log_purged/,
  },
  'stray-write-on-target': { answer: 'Not safe', alert: /transactions that the source never had/ },
  'long-transaction': { answer: 'Safe to cut over', alert: /transaction is open on the source/ },
  'binlog-retention-short': { answer: 'Safe to cut over', alert: /keeps its binary logs for 60 min only/ },
};

let stack: Stack;
let page: Page;

beforeAll(async () => {
  stack = await startStack({ checksumIntervalMinutes: 0.05, consistencyIntervalMinutes: 0.05, proofWaitSeconds: 2 });
  ({ page } = await openDashboard(stack.browser, stack.api.url));
  await says(dashboard.verdict(page), 'Safe to cut over');
});
afterAll(() => stack?.stop());

it.each(Object.entries(sights) as [BreakName, Sight][])(
  'shows %s in the answer and in an alert, and is safe again after mend',
  async (name, { answer, alert }) => {
    await stack.lab.break(name);
    try {
      await says(dashboard.firing(page), alert);
      await says(dashboard.verdict(page), answer);
    } finally {
      await stack.lab.mend(name);
    }
    await says(dashboard.verdict(page), 'Safe to cut over');
    await dashboard.firing(page).filter({ hasText: alert }).first().waitFor({ state: 'detached' });
  },
);
