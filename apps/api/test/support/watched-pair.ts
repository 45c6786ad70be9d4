import type { CutoverConfig } from '../../src/config/config.schema.js';
import { ConnectionsService } from '../../src/connections/connections.service.js';
import { Clock } from '../../src/platform/clock.js';
import { eventually } from './eventually.js';

/** Retries that a test need not wait for. */
export const quickRetry = { firstDelayMs: 200, longestDelayMs: 500, attemptsUntilDown: 3 };

/** Starts to connect to the pair of `config`. Close it with `onApplicationShutdown`. */
export function startConnections(config: CutoverConfig): ConnectionsService {
  const service = new ConnectionsService(config, new Clock(), quickRetry);
  service.onApplicationBootstrap();
  return service;
}

/** The same, when both sides of the migration `shop` are up. */
export async function whenUp(service: ConnectionsService): Promise<ConnectionsService> {
  await eventually('both sides up', () => {
    const { source, target } = service.snapshot('shop');
    return source.state === 'up' && target.state === 'up';
  });
  return service;
}
