import type { LoggerService } from '@nestjs/common';

/** The framework telling which modules and routes it found: hundreds of lines that nobody reads at info. */
const framework: readonly unknown[] = [
  'NestFactory',
  'InstanceLoader',
  'RoutesResolver',
  'RouterExplorer',
  'NestApplication',
];

/** Passes everything on, the framework's own `log` lines at debug. */
export class QuietNestLogger implements LoggerService {
  constructor(private readonly inner: Required<Omit<LoggerService, 'setLogLevels'>>) {}

  log(message: unknown, ...rest: unknown[]): void {
    if (framework.includes(rest.at(-1))) this.inner.debug(message, ...rest);
    else this.inner.log(message, ...rest);
  }

  error(message: unknown, ...rest: unknown[]): void {
    this.inner.error(message, ...rest);
  }

  warn(message: unknown, ...rest: unknown[]): void {
    this.inner.warn(message, ...rest);
  }

  debug(message: unknown, ...rest: unknown[]): void {
    this.inner.debug(message, ...rest);
  }

  verbose(message: unknown, ...rest: unknown[]): void {
    this.inner.verbose(message, ...rest);
  }

  fatal(message: unknown, ...rest: unknown[]): void {
    this.inner.fatal(message, ...rest);
  }
}
