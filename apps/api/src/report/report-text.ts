import type { SignedReport } from '@cutover/contracts';
import { canonicalJson } from './canonical-json.js';

/** Pure: the one text of a signed report. It is what is downloaded, what stands in the page, and what `verify-report` expects. */
export function reportText(signed: SignedReport): string {
  return canonicalJson(signed);
}
