import type { BackupDay } from '@cutover/contracts';
import { expect, it, vi } from 'vitest';
import { mount } from '@vue/test-utils';
import { backupsLook, dayLook } from '../../looks/backup-look.js';
import CoverageCalendar from './CoverageCalendar.vue';
import { dayName, dayText, movedTo } from './day-text.js';

const finding = (outcome: 'fail' | 'unknown') =>
  ({ outcome, severity: 'CRITICAL', check: 'backup-late', subject: 'daily', message: '', action: '' }) as const;

it('calls backups good only where there is one, and nothing is to be looked at', () => {
  expect(backupsLook([], 3)).toEqual({ tone: 'good', word: 'As they should be' });
  expect(backupsLook([], 0)).toEqual({ tone: 'unknown', word: 'No backup yet' });
  expect(backupsLook([finding('fail'), finding('unknown')], 3)).toEqual({ tone: 'critical', word: '2 to look at' });
  expect(backupsLook([finding('unknown')], 0).tone).toBe('unknown');
});

const aDay = (change: Partial<BackupDay> = {}): BackupDay => ({
  ...{ state: 'complete', isRestored: false, backups: 1, failures: 0 },
  ...change,
});

it('says of a day what there is, and calls nothing restored that is not complete', () => {
  expect(dayText(aDay({ backups: 24, failures: 1, isRestored: true }))).toBe(
    'Restored to prove it, 24 backups, 1 failed',
  );
  expect(dayText(aDay({ state: 'partial', isRestored: true }))).toBe(
    'Not in every storage, 1 backup, restored to prove it',
  );
  expect(dayLook(aDay({ state: 'partial', isRestored: true })).tone).toBe('warning');
  expect(dayText(aDay({ state: 'failed', backups: 0, failures: 3 }))).toBe('Failed');
  expect(dayName('2026-11-26')).toBe('Thu 26 Nov');
});

it('moves by the arrow keys within the days, and by no other key', () => {
  const size = { rows: 2, columns: 30 };
  const last = { row: 1, column: 29 };
  expect(movedTo('ArrowRight', last, size)).toEqual(last);
  expect(movedTo('ArrowUp', last, size)).toEqual({ row: 0, column: 29 });
  expect(movedTo('ArrowLeft', last, size)).toEqual({ row: 1, column: 28 });
  expect(movedTo('Home', last, size)).toEqual({ row: 1, column: 0 });
  expect(movedTo('Tab', last, size)).toBeNull();
});

it('has one day in the order of Tab, and says in words what the arrow keys lead to', async () => {
  const days = ['2026-11-25', '2026-11-26'];
  const databases = ['shop', 'crm'].map((database) => ({
    ...{ server: 'shop-db', database, days: [aDay({ state: 'missing', backups: 0 }), aDay()] },
  }));
  const drawn = mount(CoverageCalendar, {
    props: { calendar: { days, unread: ['s3'], databases } },
    attachTo: document.body,
  });
  const reachable = () => drawn.findAll('[data-day][tabindex="0"]');
  expect(reachable()).toHaveLength(1);
  await reachable()[0]!.trigger('keydown', { key: 'ArrowLeft' });
  await vi.waitFor(() => expect(document.activeElement?.getAttribute('data-state')).toBe('missing'));
  expect(reachable()).toHaveLength(1);
  expect(drawn.get('[role="status"]').text()).toBe('shop-db/shop, Wed 25 Nov: Missing');
  expect(drawn.text()).toContain('Of s3 this is what was read last');
  drawn.unmount();
});
