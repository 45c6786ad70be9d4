import { nothingKnown, proven, type Check, type CheckReading, type Found, type Quiet } from '../evidence/check.js';
import type { Evidence } from '../evidence/evidence.js';
import { runAsAdmin } from '../evidence/suggest.js';
import type { PassingOver } from '../evidence/passing-over.js';

const evidence = 'seen';

const found = ({ setting, meaning, action, statement }: PassingOver, known: Evidence): Found => ({
  ...{ subject: `target ${setting}`.slice(0, 255), outcome: 'fail', severity: 'WARNING', evidence, action },
  statements: runAsAdmin(known, 'target', statement),
  message: `Replication of the target passes over errors (${setting}): ${meaning}`,
});

/**
 * The target ends its replication where it cannot apply something. With a setting that passes over errors it may differ from the
 * source after the last comparison, and neither lag nor an error shows it. What was passed over before is void: pair-history.
 */
export const errorsPassedOverCheck: Check = {
  id: 'errors-passed-over',
  engines: ['mariadb', 'mysql'],
  claim: 'Replication passes over no error',
  blocks: 'when-failed',
  weight: 'replication',
  needs: 'target',
  policy: proven,
  judge: (known): CheckReading => {
    const {
      pairHistory: { isSeen, passingOver },
      connection,
    } = known;
    // What is not seen is told by pair-seen, which blocks.
    if (!isSeen) return nothingKnown;
    const otherwise = (): Quiet =>
      connection.target.state === 'up' ? { kind: 'pass', evidence } : { kind: 'unknown' };
    return { found: passingOver.map((each) => found(each, known)), rest: 'pass', otherwise };
  },
};
