import { mount } from '@vue/test-utils';
import { describe, expect, it } from 'vitest';
import { checksumRun, tableProgress } from '../../../test/fixtures.js';
import RunProgress from './RunProgress.vue';
import { doneThousandths, paceText, rowsText } from './table-pace.js';

describe('the pace of a table', () => {
  it('says rows, total, speed and time left', () => {
    expect(rowsText(tableProgress())).toBe('2,600,000 of about 5,000,000 rows');
    expect(paceText(tableProgress())).toBe('250,000 rows/s, about 10 s left');
  });

  it('says that speed and time are unknown, and not that they are 0', () => {
    const unknown = tableProgress({ rowsPerSecond: null, remainingSeconds: null });
    expect(paceText(unknown)).toBe('speed not known yet, time left unknown');
  });

  it('does not keep to a guess that is seen to be too low, or that is missing', () => {
    expect(rowsText(tableProgress({ estimatedRows: '100' }))).toBe('2,600,000 rows');
    expect(rowsText(tableProgress({ estimatedRows: null }))).toBe('2,600,000 rows');
    expect(paceText(tableProgress({ estimatedRows: '100', remainingSeconds: 0 }))).toBe(
      '250,000 rows/s, time left unknown',
    );
    expect(doneThousandths(tableProgress({ estimatedRows: null }))).toBeNull();
    expect(doneThousandths(tableProgress({ estimatedRows: '0' }))).toBeNull();
  });

  it('is never done before it is over', () => {
    expect(doneThousandths(tableProgress())).toBe(520);
    expect(doneThousandths(tableProgress({ estimatedRows: '2600000' }))).toBe(990);
    expect(doneThousandths(tableProgress({ rows: '9007199254740993', estimatedRows: '18014398509481986' }))).toBe(500);
  });
});

describe('RunProgress', () => {
  const shown = (over: Parameters<typeof checksumRun>[0]) => mount(RunProgress, { props: { run: checksumRun(over) } });

  it('shows every table under way with its own bar, in words too', () => {
    const bars = shown({ progress: [tableProgress(), tableProgress({ table: 'shop.orders', rows: '7' })] }).findAll(
      'li [role=progressbar]',
    );
    expect(bars.map((bar) => bar.attributes('aria-valuetext'))).toEqual([
      '2,600,000 of about 5,000,000 rows',
      '7 of about 5,000,000 rows',
    ]);
  });

  it('says why a table waits, instead of a speed', () => {
    const text = shown({ progress: [tableProgress({ pauseReason: '40 threads run on the source' })] }).text();
    expect(text).toContain('Waiting40 threads run on the source');
    expect(text).not.toContain('rows/s');
  });

  it('says why the whole run waits, once', () => {
    const reason = 'the target is 14 s behind';
    expect(shown({ pausedBecause: reason, progress: [tableProgress()] }).text()).toContain(reason);
    const both = shown({ pausedBecause: reason, progress: [tableProgress({ pauseReason: reason })] }).text();
    expect(both.split(reason)).toHaveLength(2);
  });

  it('names the method, and the table where no rows are counted', () => {
    const text = shown({ mode: 'sandwich' }).text();
    expect(text).toContain('sandwich');
    expect(text).toContain('shop.payments');
  });
});
