import type { Logger } from 'pino';
import type { ProcessLike } from './process-guards.js';

/** Supervisors commonly kill after 10 s; our own limit leaves time to say so. */
export const shutdownLimitMs = 9500;

/**
 * On SIGTERM or SIGINT closes the application (Nest's shutdown hooks stop schedules, end statements and flush the store)
 * and exits: 0 when it closed, 1 when closing failed, also 1 when it took longer than the limit. A second signal is
 * ignored while closing.
 *
 * A process that our own tools started (CUTOVER_STARTED_BY) also closes when they are gone: the channel to them breaks even
 * when they were killed with SIGKILL. Supervisors keep such a channel too, and may leave and come back.
 */
export function shutDownOnSignals(
  app: { close(): Promise<void> },
  logger: Pick<Logger, 'info' | 'error' | 'fatal'>,
  on: ProcessLike = process,
  startedBy = process.env['CUTOVER_STARTED_BY'],
): void {
  let isClosing = false;
  const close = async (signal: string) => {
    if (isClosing) return;
    isClosing = true;
    logger.info(`${signal}: shutting down`);
    const limit = setTimeout(() => {
      logger.fatal(`not closed after ${shutdownLimitMs} ms; leaving anyway`);
      on.exit(1);
    }, shutdownLimitMs);
    try {
      await app.close();
      logger.info('closed');
      on.exit(0);
    } catch (error) {
      logger.error({ err: error }, 'closing failed');
      on.exit(1);
    } finally {
      clearTimeout(limit);
    }
  };
  on.on('SIGTERM', () => void close('SIGTERM'));
  on.on('SIGINT', () => void close('SIGINT'));
  if (startedBy === undefined) return;
  const isOrphan = (): void => void close(`${startedBy} is gone`);
  if (on.connected === false) isOrphan();
  else on.on('disconnect', isOrphan);
}
