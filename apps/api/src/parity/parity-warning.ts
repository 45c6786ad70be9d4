import type { ParityDifference } from '@cutover/contracts';
import { nothingKnown, type Check, type CheckReading, type Found } from '../evidence/check.js';
import { isTooOld, knownArea, scriptOf, type ParityCheckWords } from './parity-check.js';

/** What a warning says of itself where it is judged. */
export interface ParityWarningWords extends Omit<ParityCheckWords, 'tablesOf'> {
  /** Which of the differences that do not block it warns of; absent: every one. */
  concerns?(difference: ParityDifference): boolean;
}

/**
 * Warns of differences of an area that do not block, one finding for each object: a few settings, each with a reason of its own.
 * What blocks is told by the parityCheck of the area, and so is what could not be read.
 */
export function parityWarning({ id, area, engines, claim, say, concerns = () => true }: ParityWarningWords): Check {
  return {
    ...{ id, engines, claim, blocks: 'never', needs: 'both' },
    policy: { hold: 'none', resolve: 'at-once', minSamples: 2 },
    judge: (evidence, nowMs): CheckReading => {
      const known = knownArea(evidence, area);
      if (known === null || isTooOld(known.state.measuredAt, nowMs) || isUnread(known.state.compared))
        return nothingKnown;
      const { measuredAt } = known.state;
      const found = known.differences
        .filter((each) => !each.blocks && concerns(each))
        .map((each) => warning(each, say(each), measuredAt));
      return { found, rest: 'pass', otherwise: () => ({ kind: 'pass', evidence: measuredAt }) };
    },
  };
}

const isUnread = (compared: Readonly<Record<string, number>>): boolean => Object.keys(compared).length === 0;

function warning({ object, mend }: ParityDifference, message: string, evidence: string): Found {
  return {
    ...{ subject: object.slice(0, 255), outcome: 'fail', severity: 'WARNING', message, evidence },
    action: mend?.note ?? 'Make it the same, or keep it if it is meant.',
    statements: scriptOf(mend),
  };
}
