import type { Fault } from '../oracle/fault.js';
import { faultText } from './fault-text.js';
import { figures } from './figures.js';

const fault: Fault = {
  ...{ kind: 'false green', atMs: Date.UTC(2026, 0, 1), sinceMs: Date.UTC(2026, 0, 1) - 1000, who: 'api checksums' },
  ...{ claim: 'soak.one is matched', truth: 'row 7 differs', answer: { verdict: 'matched' } },
};

describe('the report', () => {
  it('counts every kind of fault, also those that did not occur', () => {
    const text = figures([['plant-row', 3]], [['api checksums: matched', 4]], [fault]);
    expect(text).toContain('| plant-row | 3 |');
    expect(text).toContain('| all | 4 |');
    expect(text).toContain('| false green | 1 |');
    expect(text).toContain('| false alarm | 0 |');
  });

  it('shows of a fault the claim, the truth, what was done, and the answer', () => {
    const entry = { atMs: fault.sinceMs, untilMs: fault.atMs, action: 'plant-row', what: 'one 7' };
    const text = faultText(fault, { around: () => [entry] });
    for (const part of [
      'FALSE GREEN',
      'soak.one is matched',
      'row 7 differs',
      'plant-row: one 7',
      '"verdict":"matched"',
    ])
      expect(text).toContain(part);
  });
});
