import { createServer, type AddressInfo } from 'node:net';
import type { DynamicModule, Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { Logger as NestLogger } from 'nestjs-pino';
import { browserAddress } from './browser-address.js';
import type { CutoverConfig } from '../config/config.schema.js';
import { configureHttp, httpOptions } from './http/configure-http.js';
import { createLogger } from './logging/create-logger.js';
import { OperationalError } from '../failures/failures.js';
import { listenFault } from './listen-fault.js';
import { QuietNestLogger } from './logging/quiet-nest-logger.js';
import { guardProcess } from './process-guards.js';
import { shutDownOnSignals } from './shutdown.js';
import { keepHeapSmall } from './small-heap.js';

/** What `bootstrap` starts. */
export interface Startable {
  /** Imports ConfigModule.forRoot(config) and PlatformModule. */
  rootModule: Type | DynamicModule;
  /** Swagger and pages: after the HTTP chain stands, before the port is open. */
  prepare?(app: NestExpressApplication): void | Promise<void>;
}

/**
 * Guards the process, builds the application, opens the port and closes on SIGTERM/SIGINT. Resolves when it listens.
 * When it cannot start, the reason is logged in one readable line and the process exits with 1.
 */
export async function bootstrap(config: CutoverConfig, startable: Startable): Promise<NestExpressApplication> {
  keepHeapSmall(config.migrations.length);
  const logger = await createLogger(config.logging);
  guardProcess(logger);
  try {
    await tryPort(config.server);
    const app = await NestFactory.create<NestExpressApplication>(startable.rootModule, {
      ...httpOptions,
      bufferLogs: true,
      abortOnError: false,
      // What cannot start is told below in one line; the framework's dump of it stays unprinted.
      autoFlushLogs: false,
    });
    app.useLogger(new QuietNestLogger(app.get(NestLogger)));
    app.flushLogs();
    configureHttp(app, config);
    await startable.prepare?.(app);
    shutDownOnSignals(app, logger);
    await app.listen(config.server.port, config.server.host);
    const { address, port } = app.getHttpServer().address() as AddressInfo;
    logger.info(`listening on ${browserAddress(address, port)}`);
    // Plain, and last: whoever started it by hand wants to open it. The demo says it itself.
    if (process.stdout.isTTY && process.env['CUTOVER_STARTED_BY'] !== 'demo')
      process.stdout.write(`\nCutover: ${browserAddress(address, port)}\n`);
    return app;
  } catch (error) {
    const fault = error instanceof OperationalError ? error.message : listenFault(error, config.server);
    logger.fatal(fault === null ? { err: error } : {}, fault ?? 'cannot start');
    process.exit(1);
  }
}

/**
 * Opens the port and closes it again, before anything is made: a port that is taken must leave no store behind, and no error of the
 * framework before the line that says what to do. Rejects as `listen` does.
 */
async function tryPort({ port, host }: CutoverConfig['server']): Promise<void> {
  const probe = createServer();
  await new Promise<void>((resolve, reject) => probe.once('error', reject).listen(port, host, resolve));
  await new Promise((resolve) => probe.close(resolve));
}
