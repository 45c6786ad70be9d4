import type { RunState } from '@cutover/contracts';
import type { Look } from '../ui/tone.js';

/** How a verification run ended, or that it goes on. A finished run says nothing about what it found. */
export const runLook: Record<RunState, Look> = {
  running: { word: 'Running', tone: 'neutral' },
  finished: { word: 'Finished', tone: 'neutral' },
  cancelled: { word: 'Cancelled', tone: 'warning' },
  failed: { word: 'Failed', tone: 'critical' },
  interrupted: { word: 'Interrupted', tone: 'warning' },
};
