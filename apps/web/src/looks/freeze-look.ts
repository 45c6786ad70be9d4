import type { FreezeLightState, FreezeProofState } from '@cutover/contracts';
import type { Look } from '../ui/tone.js';

/** Only green is good. What was not looked at is neither good nor bad. */
export const freezeLightLook: Record<FreezeLightState, Look> = {
  waiting: { word: 'Waiting', tone: 'neutral' },
  running: { word: 'Looking', tone: 'neutral' },
  green: { word: 'Green', tone: 'good' },
  red: { word: 'Red', tone: 'critical' },
  unknown: { word: 'Unknown', tone: 'unknown' },
};

/** How a freeze proof ended, or that it goes on. */
export const freezeProofLook: Record<FreezeProofState, Look> = {
  running: { word: 'Proof under way', tone: 'neutral' },
  passed: { word: 'All seven green', tone: 'good' },
  failed: { word: 'Do not switch', tone: 'critical' },
  unproven: { word: 'Cannot tell', tone: 'unknown' },
  cancelled: { word: 'Cancelled', tone: 'unknown' },
  interrupted: { word: 'Interrupted', tone: 'unknown' },
};
