import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { Session } from '@cutover/contracts';
import type { HttpRequest } from '../http/http-request.js';

/** The session of the request: `@CurrentSession() session: Session`. Undefined on public paths. */
export const CurrentSession = createParamDecorator((_: unknown, context: ExecutionContext): Session | undefined => {
  return context.switchToHttp().getRequest<HttpRequest>().session;
});
