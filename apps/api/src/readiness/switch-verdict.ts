import type { SwitchVerdict } from '@cutover/contracts';
import type { JudgedCheck } from '../judgement/judge.js';
import { foldFindings } from './fold.js';

/**
 * Checks that ask beforehand, by an estimate, what light 4 of a freeze proof proves: that the target has all that the frozen source wrote.
 * The freeze itself makes them say other things than before: no heartbeat is written, and no transaction from which a speed follows. They
 * keep nobody from a switch that is proved; everything else does. That the answer has not lasted yet (`readiness.soakMinutes`) is no check,
 * and counts as little: the freeze cannot wait for it.
 */
const provedByTheFreeze: ReadonlySet<string> = new Set(['lag-threshold', 'lag-contradiction', 'drain-time']);

/** `against` of SwitchVerdict holds so many. */
const mostReasons = 5;

/** Pure: the answer as it bears on a switch at the moment of a freeze. What is waived does not speak against it. */
export function switchVerdict(checks: readonly JudgedCheck[]): SwitchVerdict {
  const { answer, reasons } = foldFindings(checks.filter(({ check }) => !provedByTheFreeze.has(check.id)));
  return {
    answer,
    against: reasons.slice(0, mostReasons).map(({ message }) => message),
    againstCount: reasons.length,
  };
}
