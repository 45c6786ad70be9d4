import { judge as judgeChecks } from '../../src/judgement/judge.js';
import type { Evidence } from '../../src/evidence/evidence.js';
import { basisOf } from '../../src/readiness/basis.js';
import { foldFindings, type Answer } from '../../src/readiness/fold.js';
import { allChecks } from './all-checks.js';
import { at, checksum, checksumsOf, server, someEvidence, watching } from './some-evidence.js';

/** A side that does not answer. */
export const down = server({
  state: 'down',
  lastFault: { code: 'ECONNREFUSED', headline: 'connection refused', message: 'refused', action: 'start it' },
});
/** Two sides that answer. */
export const bothUp = { source: server(), target: server(), sameServer: false };
/** All is well: the answer is safe. */
export const good = someEvidence({
  ...watching('shop.a', 'shop.b'),
  checksums: checksumsOf(checksum('shop.a', 'matched'), checksum('shop.b', 'matched')),
  consistency: [],
});
/** The answer of all checks of the product, so long after everything was measured. */
export const judge = (evidence: Evidence, afterMs = 1000): Answer =>
  foldFindings(
    judgeChecks(allChecks('mariadb'), evidence, Date.parse(at) + afterMs, (_, error) => {
      throw error;
    }),
  );
/** What the answer rests on, so long after everything was measured. */
export const basis = (evidence: Evidence, afterMs = 1000) => basisOf(evidence, Date.parse(at) + afterMs);

/** The messages of all reasons. */
export const said = ({ reasons }: Answer): string => reasons.map(({ message }) => message).join('; ');
