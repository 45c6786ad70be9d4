import type { EvidenceSection, Finding, Severity } from '@cutover/contracts';
import { toneRank, type Tone } from '../ui/tone.js';
import { severityLook } from './severity-look.js';

/** Word and tone of a finding. Neither unknown nor waived is ever shown as good, however urgent it is not. */
export function findingLook({ outcome, severity }: Pick<Finding, 'outcome' | 'severity'>): {
  word: string;
  tone: Tone;
} {
  if (outcome === 'pass') return { word: 'Passed', tone: 'good' };
  if (outcome === 'unknown') return { word: 'Unknown', tone: 'unknown' };
  if (outcome === 'waived') return { word: 'Waived', tone: 'neutral' };
  return { word: 'Failed', tone: failedTones[severity] };
}

const failedTones: Record<Severity, Tone> = {
  CRITICAL: severityLook.CRITICAL.tone,
  WARNING: severityLook.WARNING.tone,
  INFO: 'warning',
};

const outcomeTones: Record<EvidenceSection['outcome'], Tone[]> = {
  pass: ['good'],
  // How bad it is, its findings say.
  fail: [],
  unknown: ['unknown'],
  waived: ['neutral'],
};

/** The worst of its findings; unknown where the API says so, or says nothing. */
export function sectionTone({ outcome, findings }: EvidenceSection): Tone {
  const tones = [...findings.map((finding) => findingLook(finding).tone), ...outcomeTones[outcome]];
  return tones.sort((a, b) => toneRank[a] - toneRank[b])[0] ?? 'unknown';
}
