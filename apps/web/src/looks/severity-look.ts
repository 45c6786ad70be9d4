import type { Severity } from '@cutover/contracts';
import type { Look } from '../ui/tone.js';

/** How the severity of an alert is shown. */
export const severityLook: Record<Severity, Look> = {
  CRITICAL: { word: 'CRITICAL', tone: 'critical' },
  WARNING: { word: 'WARNING', tone: 'warning' },
  INFO: { word: 'INFO', tone: 'neutral' },
};

/** Worst first. */
export const severityRank: Record<Severity, number> = { CRITICAL: 0, WARNING: 1, INFO: 2 };
