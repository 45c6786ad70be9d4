import type { Logger } from 'pino';

/** The part of `process` that we hold on to; tests bring their own. */
export interface ProcessLike {
  on(event: string, listener: (...args: unknown[]) => void): unknown;
  exit(code: number): void;
  /** Whether the channel to the parent is open; undefined when there never was one. */
  readonly connected?: boolean;
}

/**
 * Whatever nobody caught ends the process: a monitor that limps on shows old figures as if they were new. A supervisor
 * starts it again. Logged as fatal, exit code 1.
 */
export function guardProcess(logger: Pick<Logger, 'fatal'>, on: ProcessLike = process): void {
  const die = (kind: string) => (error: unknown) => {
    logger.fatal({ err: error instanceof Error ? error : new Error(String(error)) }, kind);
    on.exit(1);
  };
  on.on('uncaughtException', die('uncaught exception'));
  on.on('unhandledRejection', die('unhandled rejection'));
}
