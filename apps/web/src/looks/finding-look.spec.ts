import { describe, expect, it } from 'vitest';
import type { EvidenceSection, Finding } from '@cutover/contracts';
import { sectionTone } from './finding-look.js';

const finding = (outcome: Finding['outcome'], severity: Finding['severity']): Finding =>
  ({ outcome, severity }) as Finding;
const tone = (outcome: EvidenceSection['outcome'], ...findings: Finding[]) =>
  sectionTone({ outcome, findings } as EvidenceSection);

describe('the tone of a section', () => {
  it('is that of its worst finding where something failed', () => {
    expect(tone('fail', finding('fail', 'WARNING'), finding('pass', 'INFO'))).toBe('warning');
    expect(tone('fail', finding('fail', 'CRITICAL'))).toBe('critical');
  });

  it('is unknown where the API says so or says nothing, and good only where all passed', () => {
    expect(tone('unknown')).toBe('unknown');
    expect(tone('fail')).toBe('unknown');
    expect(tone('pass')).toBe('good');
    expect(tone('pass', finding('unknown', 'INFO'))).toBe('unknown');
  });
});
