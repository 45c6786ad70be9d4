import type { CutoverConfig } from '../../config/config.schema.js';
import { type Middleware, pathOf } from '../http/http-request.js';
import type { AccessService } from './access.service.js';
import { refuseForeignHost, refuseForeignSite } from './origin-rules.js';

/** Orchestrators ask these without a login; they tell states and no more. */
const publicPaths: readonly string[] = ['/api/health', '/api/health/live'];
const readingMethods: readonly string[] = ['GET', 'HEAD', 'OPTIONS'];

/** Stands before everything (pages, Swagger, metrics, API): host, origin and login. Sets `request.session`. */
export function accessGate(access: AccessService, config: CutoverConfig): Middleware {
  return (request, _response, next) => {
    const isReading = readingMethods.includes(request.method ?? '');
    if (isReading && publicPaths.includes(pathOf(request))) return next();
    try {
      refuseForeignHost(request.headers, config);
      if (!isReading) refuseForeignSite(request.headers, config);
    } catch (refusal) {
      return next(refusal);
    }
    access.authenticate(request.headers.authorization, request.ip).then((session) => {
      request.session = session;
      next();
    }, next);
  };
}
