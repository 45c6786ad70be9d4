import { LoadBudget } from './load-budget.js';

describe('LoadBudget', () => {
  it('lets a small database through whole', () => {
    const budget = new LoadBudget(10, () => 0);
    for (let chunk = 0; chunk < 9; chunk++) {
      expect(budget.reason()).toBeNull();
      budget.note(500);
    }
  });

  it('keeps a large one at its share of the time, and says why it waits', () => {
    let nowMs = 0;
    let readMs = 0;
    const budget = new LoadBudget(10, () => nowMs);
    while (nowMs < 3_600_000) {
      const reason = budget.reason();
      nowMs += reason === null ? 500 : 1_000;
      if (reason !== null) expect(reason).toContain('10 %');
      if (reason !== null) continue;
      budget.note(500);
      readMs += 500;
    }
    // The burst apart: five seconds more than the tenth.
    expect(readMs / nowMs).toBeGreaterThan(0.098);
    expect(readMs / nowMs).toBeLessThan(0.103);
  });

  it('never waits where all of the time may be used', () => {
    const budget = new LoadBudget(100, () => 0);
    budget.note(1_000_000);
    expect(budget.reason()).toBeNull();
  });
});
