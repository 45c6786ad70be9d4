import { roles, type Role, type ServerStatus } from '@cutover/contracts';
import { asSentence } from '../../connections/describe-fault.js';
import { passing, type AlertRule } from '../alert-rule.js';

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

/** A side does not answer. `connecting` is unknown: nothing was proved yet. */
export const connectionLostRule: AlertRule = {
  type: 'connection_lost',
  policy: passing,
  judge: ({ connection, nowMs }) => ({
    findings: roles
      .filter((role) => connection[role].state === 'down')
      .map((role) => {
        const status = connection[role];
        const fault = status.lastFault;
        const away = `The ${role} ${status.host}:${status.port} ${silence(status, nowMs)}${fault ? `: ${fault.headline}` : ''}`;
        const unknown = unknownThen[role];
        return {
          subject: role,
          severity: 'CRITICAL',
          message: unknown === '' ? away : `${asSentence(away)}${unknown}`,
          action:
            fault?.action ?? `Check that the server runs and that this host may reach ${status.host}:${status.port}.`,
          evidence: `${status.since} ${status.failedAttempts}`,
        };
      }),
    otherwise: (subject) => {
      const status = roles.find((role) => role === subject && connection[role].state === 'up');
      return status ? { kind: 'good', evidence: String(connection[status].lastSeenAt) } : { kind: 'unknown' };
    },
  }),
};
