import { breaks } from '../breaks/registry.js';
import type { Lab, LabStatus } from '../lab.js';
import type { ReplicationState } from '../replication-state.js';
import { roles } from '../roles.js';

/** What somebody wants to know who has just started a lab. */
export function describeLab(lab: Lab): string {
  const lines = roles.map((role) => {
    const { host, port, user, password, database } = lab.endpoints[role];
    return `  ${role}  ${host}:${port}  user ${user}  password ${password}  database ${database}`;
  });
  const { ca, cert, key } = lab.endpoints.source.tls;
  return [
    `The lab is up in ${lab.home}.`,
    ...lines,
    `  TLS     ca ${ca}  cert ${cert}  key ${key}`,
    'Next: npm run lab -- load, npm run lab -- break NAME, npm run lab -- down.',
  ].join('\n');
}

export function describeStatus(status: LabStatus): string {
  const servers = roles.map((role) => {
    const { port, pid } = status.servers[role];
    return `  ${role}       ${pid === null ? 'does not run' : `runs on 127.0.0.1:${port}, process ${pid}`}`;
  });
  const active = status.breaks.map(({ name, since }) => `  ${name} since ${since}: ${breaks[name].description}`);
  return [
    `Lab in ${status.home}, ${status.rows.toLocaleString('en')} rows in the largest table`,
    ...servers,
    `  replication  ${status.replication ? describeReplication(status.replication) : 'unknown: the target does not run'}`,
    ...(active.length > 0 ? ['Broken:', ...active] : ['Nothing is broken on purpose.']),
  ].join('\n');
}

function describeReplication(state: ReplicationState): string {
  const parts = [
    state.isReceiving ? 'receives' : 'does not receive',
    state.isApplying ? 'applies' : 'does not apply',
    state.secondsBehind === undefined ? 'seconds behind unknown' : `${state.secondsBehind} s behind`,
  ];
  if (state.delaySeconds > 0) parts.push(`delayed by ${state.delaySeconds} s`);
  return [parts.join(', '), state.receiverError, state.applierError].filter(Boolean).join('\n               ');
}
