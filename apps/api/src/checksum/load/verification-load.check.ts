import { nothingKnown, proven, type Check, type Found } from '../../evidence/check.js';
import type { UsualExcess } from './usual-load.js';

/**
 * A limit that a server exceeds as usual protects it from nothing, and would keep its tables from ever being verified. It
 * warns: nothing is proved wrong by it, and tables without a proof have a check of their own.
 */
export const verificationLoadCheck: Check = {
  id: 'verification-load',
  claim: 'No server is over a limit of verification as usual',
  blocks: 'never',
  needs: 'nothing',
  policy: proven,
  judge: ({ 'verification-load': { isKnown, excesses, isAdapting } }) => {
    if (!isKnown) return nothingKnown;
    const evidence = excesses.map(({ level }) => level).join(' ') || 'none';
    return {
      found: excesses.map((excess) => ({ ...foundOf(excess, isAdapting), evidence })),
      rest: 'pass',
      otherwise: () => ({ kind: 'pass', evidence }),
    };
  },
};

function foundOf(excess: UsualExcess, isAdapting: boolean): Omit<Found, 'evidence'> {
  const { role, setting, counter, level, limit, configured } = excess;
  const what = `${counter} on the ${role} is ${level} as usual, over ${configured} (verification.${setting})`;
  const follows = isAdapting
    ? `verification takes that for its usual level and holds back above ${limit} only`
    : 'verification waits for as long as that stays so';
  return {
    ...{ subject: `${role} ${setting}`, outcome: 'fail', severity: 'WARNING' },
    message: `${what}: ${follows}`,
    action: isAdapting
      ? `If the server is meant to run so, set verification.${setting}: ${limit}, which ends this warning. If not, find what keeps it busy. To have verification wait instead: verification.adaptToLoad: false.`
      : `Find what keeps the server busy, or raise verification.${setting} above ${level}. Or let verification adapt: verification.adaptToLoad: true.`,
  };
}
