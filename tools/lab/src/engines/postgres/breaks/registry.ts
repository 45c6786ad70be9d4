import { applyError } from './apply-error.js';
import type { BreakName } from './break-names.js';
import type { LabBreak } from './lab-break.js';
import { slotDropped } from './slot-dropped.js';
import { subscriptionDisabled } from './subscription-disabled.js';

/** A break is one file and one line here. */
export const breaks: Readonly<Record<BreakName, LabBreak>> = {
  'subscription-disabled': subscriptionDisabled,
  'apply-error': applyError,
  'slot-dropped': slotDropped,
};
