import { readChannelStatus } from '@cutover/databases/mysql-family';
import { isStopped } from './dialects/mysql-family.js';
import { pauseAfter } from './wait-plan.js';

const channel = (receiver: string, applier: string) =>
  readChannelStatus({ Slave_IO_Running: receiver, Slave_SQL_Running: applier });

describe('waiting for the target', () => {
  it('looks often at first and twice a second later', () => {
    expect(pauseAfter(0)).toBe(20);
    expect(pauseAfter(1)).toBe(30);
    expect(pauseAfter(1_000_000)).toBe(500);
  });

  it.each([
    ['Yes', 'Yes', false],
    ['Yes', 'No', true],
    ['No', 'Yes', true],
    ['Connecting', 'Yes', true],
  ])('takes receiver %s and applier %s as stopped: %s', (receiver, applier, stopped) => {
    expect(isStopped([channel(receiver, applier)])).toBe(stopped);
  });

  it('goes on while one channel of several runs, and stops when there is none', () => {
    expect(isStopped([channel('No', 'No'), channel('Yes', 'Yes')])).toBe(false);
    expect(isStopped([])).toBe(true);
  });
});
