import { type CustomDecorator, SetMetadata, createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { AccessRole, Session } from '@cutover/contracts';
import type { HttpRequest } from '../http/http-request.js';

export const publicKey = 'platform:public';
export const requiredRoleKey = 'platform:required-role';

/** The route needs no login. Its path must also stand in the access gate's list of public paths. */
export const Public = (): CustomDecorator => SetMetadata(publicKey, true);

/** The route needs this role; without the decorator any logged-in user may use it. */
export const RequireRole = (role: AccessRole): CustomDecorator => SetMetadata(requiredRoleKey, role);

/** The session of the request: `@CurrentSession() session: Session`. */
export const CurrentSession = createParamDecorator((_: unknown, context: ExecutionContext): Session | undefined => {
  return context.switchToHttp().getRequest<HttpRequest>().session;
});
