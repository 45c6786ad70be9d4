import { readDriverError } from './driver-error.js';
import type { FailureKind } from './failure-kind.js';

const losses: ReadonlySet<FailureKind> = new Set<FailureKind>([
  'connection-lost',
  'connection-ended',
  'another-server',
  'not-listening',
  'no-answer',
  'no-route',
  'shutting-down',
]);

/** The connection itself is gone, not that the statement was wrong. */
export function isLoss(error: unknown, kind: FailureKind): boolean {
  return readDriverError(error).isFatal || losses.has(kind);
}

/** The account may not do this. */
export function isDenial(kind: FailureKind): boolean {
  return kind === 'right-missing' || kind === 'execute-right-missing';
}
