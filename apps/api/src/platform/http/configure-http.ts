import type { NestExpressApplication } from '@nestjs/platform-express';
import type { CutoverConfig } from '../../config/config.schema.js';
import { accessGate } from '../access/access-gate.js';
import { AccessService } from '../access/access.service.js';
import { accessLog } from './access-log.js';
import { GuardedSocketAdapter } from './guarded-socket.adapter.js';
import { assignRequestId } from './request-id.js';
import { maxBodyBytes, requireJsonBody } from './request-body.js';
import { securityHeaders } from './security-headers.js';

/** Options for `NestFactory.create` (and `createNestApplication` in tests) that `configureHttp` relies on. */
export const httpOptions = {
  // Ours stands behind the login and has its own limit; forms are not read at all.
  bodyParser: false,
  // Browsers keep connections open; closing must not wait for them.
  forceCloseConnections: true,
};

/**
 * The chain before every route, in this order: request id, access log, security headers, CORS, access gate, body. Sockets get
 * the same rules on host and origin.
 * Call it once, before `listen` or `init`.
 */
export function configureHttp(app: NestExpressApplication, config: CutoverConfig): void {
  app.disable('x-powered-by');
  app.set('trust proxy', config.server.trustProxy ? 1 : false);
  app.use(assignRequestId);
  app.use(accessLog());
  app.use(securityHeaders());
  // Before the login: browsers send no credentials with a preflight.
  if (config.server.corsOrigins.length > 0)
    app.enableCors({
      origin: [...config.server.corsOrigins],
      credentials: true,
      methods: ['GET', 'HEAD', 'POST', 'DELETE'],
      exposedHeaders: ['X-Request-Id', 'Retry-After'],
      maxAge: 600,
    });
  app.use(accessGate(app.get(AccessService), config));
  app.useBodyParser('json', { limit: maxBodyBytes });
  app.use(requireJsonBody);
  app.useWebSocketAdapter(new GuardedSocketAdapter(app, config));
}
