import { countVerdicts, worstVerdict } from './verdict-counts.js';
import type { Verdict } from './verdict.js';

const worstOf = (...verdicts: Verdict[]): Verdict | null =>
  worstVerdict(countVerdicts(verdicts.map((verdict) => ({ verdict }))));

describe('worstVerdict', () => {
  it('lets one bad table speak for the run, and nothing for none', () => {
    expect(worstOf()).toBeNull();
    expect(worstOf('matched', 'lagging')).toBe('lagging');
    expect(worstOf('unverified', 'lagging', 'matched')).toBe('unverified');
    expect(worstOf('matched', 'diverged', 'unverified')).toBe('diverged');
  });
});
