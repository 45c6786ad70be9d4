import { copyAnew } from '../copy-anew.js';
import type { BreakName } from './break-names.js';
import type { BreakableLab } from './lab-break.js';

/** Breaks of which nothing would be left after a new copy, or which would not let it come to its end. */
export const inTheWayOfACopy = [
  'worker-killed',
  'apply-error',
  'table-not-published',
  'schema-changed',
  'row-changed',
  'row-missing',
  'row-extra',
  'long-transaction',
] as const satisfies readonly BreakName[];

/** Mends a slot that is lost. */
export async function subscribeAnew(lab: BreakableLab): Promise<void> {
  await copyAnew(lab, lab.state, { isEnabled: !lab.isBroken('subscription-disabled') });
}
