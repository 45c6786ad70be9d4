import { roles, type Role, type ServerStatus } from '@cutover/contracts';
import { asSentence } from '../../failures/as-sentence.js';
import { passing, type Check, type Found } from '../../evidence/check.js';

function silence(status: ServerStatus, nowMs: number): string {
  if (status.lastSeenAt === null) return 'has never answered since Cutover started';
  const seconds = Math.max(0, Math.round((nowMs - Date.parse(status.lastSeenAt)) / 1000));
  return `has not answered for ${seconds} s`;
}

/** What is not known while a side is away; no alert of its own says it. */
const unknownThen: Record<Role, string> = {
  source: '',
  target: ' Replica lag and the state of replication are unknown until it answers',
};

/** A side that has not answered since the start: nothing was proved yet. */
function notYet(role: Role, { host, port, lastFault, since }: ServerStatus): Found {
  const why = lastFault === null ? '' : `: ${lastFault.headline}`;
  return {
    ...{ subject: role, outcome: 'unknown', severity: 'INFO', evidence: since },
    message: `The ${role} ${host}:${port} has not answered yet${why}`,
    action: lastFault?.action ?? 'Wait a few seconds: it is tried again and again.',
  };
}

function away(role: Role, status: ServerStatus, nowMs: number): Found {
  const { host, port, lastFault, since, failedAttempts } = status;
  const said = `The ${role} ${host}:${port} ${silence(status, nowMs)}${lastFault ? `: ${lastFault.headline}` : ''}`;
  const unknown = unknownThen[role];
  return {
    ...{ subject: role, outcome: 'unknown', severity: 'CRITICAL', evidence: `${since} ${failedAttempts}` },
    message: unknown === '' ? said : `${asSentence(said)}${unknown}`,
    action: lastFault?.action ?? `Check that the server runs and that this host may reach ${host}:${port}.`,
  };
}

/** A side does not answer. What it holds is unknown then, so that no answer but "cannot tell" follows. */
export const connectionLostCheck: Check = {
  id: 'connection-lost',
  claim: 'Both servers answer',
  blocks: 'unless-passed',
  needs: 'nothing',
  notWaivable:
    'While a side does not answer, nothing is known of it: there is nothing that one could answer for. Bring the side back.',
  policy: passing,
  judge: ({ connection }, nowMs) => ({
    found: roles.flatMap((role) => {
      const status = connection[role];
      if (status.state === 'up') return [];
      const found = status.state === 'down' ? away(role, status, nowMs) : notYet(role, status);
      // Nobody is woken once for every database of a server.
      return [status.toldBy === null ? found : { ...found, severity: 'INFO' as const }];
    }),
    rest: 'pass',
    otherwise: (subject) => {
      const status = roles.find((role) => role === subject && connection[role].state === 'up');
      return status ? { kind: 'pass', evidence: String(connection[status].lastSeenAt) } : { kind: 'unknown' };
    },
  }),
};
