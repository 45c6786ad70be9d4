import type { Fault, ServerStatus } from '@cutover/contracts';

type Unreachable = Pick<ServerStatus, 'state' | 'lastFault'>;

/** What happened, in plain words where there are any, and what to do. */
export function describeFault({ headline, message, action }: Fault): string {
  return `${ended(headline ?? message)} ${action}`;
}

/** Which side does not answer, and why, in plain words where there are any. Since when stands in its status. */
export function sayUnreachable(role: string, { state, lastFault }: Unreachable): string {
  const lead = state === 'down' ? `The ${role} does not answer` : `The ${role} has not answered yet`;
  return lastFault === null ? lead : `${lead}: ${lastFault.headline ?? lastFault.message}`;
}

/** The same, and what to do. */
export function describeUnreachable(role: string, side: Unreachable): string {
  const said = sayUnreachable(role, side);
  return side.lastFault === null ? said : `${ended(said)} ${side.lastFault.action}`;
}

function ended(sentence: string): string {
  const text = sentence.trim();
  return /[.!?]$/.test(text) ? text : `${text}.`;
}
