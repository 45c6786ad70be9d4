import { verifyTerms } from './verify-terms.js';

describe('what --max-load allows', () => {
  it('is everything without it, in chunks of the usual size', () => {
    expect(verifyTerms(null, () => 0)).toMatchObject({ budget: null, sizing: { targetMs: 250 } });
  });

  it('is that share from the first chunk on, in short chunks, and the reason names it', () => {
    const { budget, sizing } = verifyTerms(0.1, () => 0);
    expect(budget?.reason()).toBeNull();
    budget?.note(100);
    expect(budget?.restMs()).toBeCloseTo(1000);
    expect(budget?.reason()).toBe('--max-load 10 %');
    expect(sizing?.targetMs).toBe(50);
  });
});
