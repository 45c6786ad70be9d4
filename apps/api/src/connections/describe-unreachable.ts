import type { ServerStatus } from '@cutover/contracts';

type Unreachable = Pick<ServerStatus, 'state' | 'lastFault'>;

/** Which side does not answer, and why, in plain words where there are any. Since when stands in its status. */
export function sayUnreachable(role: string, { state, lastFault }: Unreachable): string {
  const lead = state === 'down' ? `The ${role} does not answer` : `The ${role} has not answered yet`;
  return lastFault === null ? lead : `${lead}: ${lastFault.headline ?? lastFault.message}`;
}

/** The same, and what to do. */
export function describeUnreachable(role: string, side: Unreachable): string {
  const said = sayUnreachable(role, side);
  if (side.lastFault === null) return said;
  return `${/[.!?]$/.test(said) ? said : `${said}.`} ${side.lastFault.action}`;
}
