import { LoadBudget, type LoadTerms } from './load-budget.js';

const budgetOf = (share: number, nowMs: () => number, terms: Partial<LoadTerms> = {}): LoadBudget =>
  new LoadBudget({ share, mostSavedMs: 2_000 * share, savedMs: 0, reason: 'why', ...terms }, nowMs);

describe('LoadBudget', () => {
  it('lets work go on until some was done, or until what was saved up is used', () => {
    expect(budgetOf(0.1, () => 0).restMs()).toBe(0);
    const saved = budgetOf(0.1, () => 0, { mostSavedMs: 5_000, savedMs: 5_000 });
    for (let chunk = 0; chunk < 9; chunk++) {
      expect(saved.reason()).toBeNull();
      saved.note(500);
    }
  });

  it('rests nine times as long as the work took, at a tenth, and says why', () => {
    let nowMs = 0;
    const budget = budgetOf(0.1, () => nowMs);
    budget.note(100);
    expect(budget.restMs()).toBeCloseTo(1000);
    expect(budget.reason()).toBe('why');
    nowMs = 400;
    expect(budget.restMs()).toBeCloseTo(600);
    nowMs = 1000;
    expect(budget.restMs()).toBe(0);
    expect(budget.reason()).toBeNull();
  });

  it('keeps the share over many chunks, whatever the pauses are rounded up to', () => {
    let nowMs = 0;
    let workedMs = 0;
    const budget = budgetOf(0.25, () => nowMs);
    while (nowMs < 600_000) {
      while (budget.restMs() > 0) nowMs += 1000;
      nowMs += 130;
      workedMs += 130;
      budget.note(130);
    }
    expect(workedMs / nowMs).toBeGreaterThan(0.24);
    expect(workedMs / nowMs).toBeLessThanOrEqual(0.251);
  });

  it('does not run wild after a long standstill', () => {
    let nowMs = 0;
    const budget = budgetOf(0.5, () => nowMs);
    nowMs = 3_600_000;
    expect(budget.restMs()).toBe(0);
    budget.note(2_000);
    expect(budget.restMs()).toBeCloseTo(2_000);
  });
});
