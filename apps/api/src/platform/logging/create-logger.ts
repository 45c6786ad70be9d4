import { type DestinationStream, type Logger, type LoggerOptions, pino, stdTimeFunctions } from 'pino';

/** How to log; the `logging` part of the configuration. */
export interface LoggingOptions {
  level: 'debug' | 'info' | 'warn' | 'error';
  format: 'auto' | 'json' | 'pretty';
}

/** Keys that hold secrets, at the first three levels of whatever is logged. */
const secretKeys = ['password', 'passwordHash', 'authorization', 'cookie'];

function loggerOptions(level: LoggingOptions['level']): LoggerOptions {
  return {
    level,
    // Names instead of numbers: people grep for them.
    formatters: { level: (label) => ({ level: label }), bindings: ({ pid }) => ({ pid: pid as number }) },
    timestamp: stdTimeFunctions.isoTime,
    redact: { paths: secretKeys.flatMap((key) => [key, `*.${key}`, `*.*.${key}`]), censor: '[redacted]' },
  };
}

/**
 * The one logger of the process: a JSON object a line, or lines for people. Writes are synchronous, so that the last
 * words of a dying process arrive. `destination` is for tests.
 */
export async function createLogger(options: LoggingOptions, destination?: DestinationStream): Promise<Logger> {
  const wantsPretty = options.format === 'pretty' || (options.format === 'auto' && process.stdout.isTTY === true);
  const pretty = wantsPretty ? await prettyStream() : null;
  const stream = destination ?? pretty ?? pino.destination({ dest: 1, sync: true });
  return pino(loggerOptions(options.level), stream);
}

/** null where pino-pretty is not installed: production installs leave it out, and JSON is what they want. */
async function prettyStream(): Promise<DestinationStream | null> {
  try {
    const { build } = await import('pino-pretty');
    return build({
      sync: true,
      translateTime: 'SYS:HH:MM:ss.l',
      ignore: 'pid,context',
      messageFormat: '{if context}[{context}] {end}{msg}',
    });
  } catch {
    return null;
  }
}
