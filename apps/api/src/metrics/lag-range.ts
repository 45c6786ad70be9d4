import type { LagQuery } from '@cutover/contracts';
import { UserError } from '../failures/failures.js';

const hourMs = 3_600_000;

/** The queried span in milliseconds since the epoch; the last hour by default. Throws UserError 400 naming `from`. */
export function lagRange(query: Pick<LagQuery, 'from' | 'to'>, nowMs: number): { fromMs: number; toMs: number } {
  const toMs = query.to === undefined ? nowMs : Date.parse(query.to);
  const fromMs = query.from === undefined ? toMs - hourMs : Date.parse(query.from);
  if (fromMs < toMs) return { fromMs, toMs };
  throw new UserError(400, 'INPUT_INVALID', '`from` must be before `to` (which is now by default)', [
    { path: 'from', message: 'must be before `to`' },
  ]);
}
