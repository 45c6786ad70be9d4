import { QuietTime } from './quiet-time.js';

describe('quiet time', () => {
  it('leaves out what was disturbed, also where disturbances overlap, and one that goes on', () => {
    const quiet = new QuietTime(0);
    quiet.disturb(10).over(20);
    quiet.disturb(15).over(30);
    expect(quiet.quietMs(0, 40)).toBe(20);
    expect(quiet.quietMs(12, 35)).toBe(5);
    quiet.disturb(12).over(14);
    expect(quiet.quietMs(0, 40)).toBe(20);
    quiet.disturb(50);
    expect(quiet.quietMs(0, 100)).toBe(30);
  });

  it('reaches back over disturbances until it was quiet for long enough, and not before the beginning', () => {
    const quiet = new QuietTime(0);
    quiet.disturb(10).over(30);
    expect(quiet.reachBack(40, 10)).toBe(30);
    expect(quiet.reachBack(40, 15)).toBe(5);
    expect(quiet.reachBack(40, 21)).toBeNull();
  });
});
