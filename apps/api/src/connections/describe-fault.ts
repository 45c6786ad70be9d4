import type { Fault, ServerStatus } from '@cutover/contracts';
import { asSentence } from '../failures/as-sentence.js';

type Unreachable = Pick<ServerStatus, 'state' | 'lastFault'>;

/** What happened, and what to do. */
export function describeFault({ headline, action }: Fault): string {
  return `${asSentence(headline)} ${action}`;
}

/** Which side does not answer, and why. For how long is in its status. */
function unreachableReason(role: string, { state, lastFault }: Unreachable): string {
  const lead = state === 'down' ? `The ${role} does not answer` : `The ${role} has not answered yet`;
  return lastFault === null ? lead : `${lead}: ${lastFault.headline}`;
}

/** Which side does not answer, why, and what to do about it. For how long is in its status. */
export function unreachableAdvice(role: string, side: Unreachable): string {
  const said = unreachableReason(role, side);
  return side.lastFault === null ? said : `${asSentence(said)} ${side.lastFault.action}`;
}
