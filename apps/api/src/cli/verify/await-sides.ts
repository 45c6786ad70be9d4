import { firstValueFrom, from, merge, filter, map, timeout } from 'rxjs';
import { roles } from '@cutover/contracts';
import type { ConnectionsService } from '../../connections/connections.service.js';
import { unreachableAdvice } from '../../connections/describe-fault.js';
import { CannotRun } from '../cannot-run.js';

/** How long a server is waited for. */
const longestWaitMs = 20_000;

/** Resolves when both sides of the migration are connected. Throws CannotRun, with what to do, when one cannot be. */
export async function awaitSides(connections: ConnectionsService, migration: string): Promise<void> {
  const states = merge(from([undefined]), connections.changes).pipe(map(() => connections.snapshot(migration)));
  const isSettled = (status: ReturnType<ConnectionsService['snapshot']>): boolean =>
    roles.every((role) => status[role].state !== 'connecting') || roles.some((role) => status[role].state === 'down');
  const settled = states.pipe(filter(isSettled), timeout(longestWaitMs));
  const status = await firstValueFrom(settled).catch(() => connections.snapshot(migration));
  const faults = roles.filter((role) => status[role].state !== 'up' && status[role].lastFault !== null);
  const silent = roles.filter((role) => status[role].state !== 'up');
  const [first] = faults.length > 0 ? faults : silent;
  if (first !== undefined) {
    const { host, port } = status[first];
    throw new CannotRun(`${host}:${port}: ${unreachableAdvice(first, status[first])}`);
  }
  if (status.sameServer)
    throw new CannotRun(
      'source and target are the same server: correct host and port of one side in the configuration',
    );
}
