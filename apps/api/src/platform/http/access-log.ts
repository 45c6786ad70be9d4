import { Logger } from '@nestjs/common';
import { type Middleware, pathOf } from './http-request.js';

type Level = 'debug' | 'log' | 'warn' | 'error';

/** Asked every few seconds by machines: they would drown everything else. */
const quietPaths: readonly string[] = ['/api/health', '/api/health/live', '/metrics'];

/** Level of one line of the access log. */
export function accessLogLevel(path: string, status: number): Level {
  if (status >= 500) return quietPaths.includes(path) ? 'debug' : 'error';
  // A refusal is news for whoever looks after the server; what went well is not.
  return status >= 400 ? 'warn' : 'debug';
}

/** One line a request, without query and headers: they may hold what nobody else should read. */
export function accessLog(logger = new Logger('http')): Middleware {
  return (request, response, next) => {
    const startedMs = performance.now();
    response.once('close', () => {
      const path = pathOf(request);
      const write = () =>
        logger[accessLogLevel(path, response.statusCode)]({
          msg: `${request.method ?? ''} ${path} ${response.statusCode}`,
          requestId: request.id,
          durationMs: Math.round(performance.now() - startedMs),
          client: request.ip,
          user: request.session?.name,
          ...(response.writableFinished ? {} : { isBrokenOff: true }),
        });
      request.withoutLogContext?.(write);
    });
    next();
  };
}
