import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { AccessRole } from '@cutover/contracts';
import { UserError } from '../../failures/failures.js';
import type { HttpRequest } from '../http/http-request.js';
import { publicKey } from './public.decorator.js';
import { requiredRoleKey } from './require-role.decorator.js';
import { LoginRequired } from './login-refusals.js';

/** What each role may do: an operator is also a viewer. */
const rank: Record<AccessRole, number> = { viewer: 0, operator: 1 };

/** Refuses routes above the session's role. A request that slipped past the access gate has no session and is refused. */
@Injectable()
export class AccessGuard implements CanActivate {
  constructor(private readonly reflector: Reflector) {}

  canActivate(context: ExecutionContext): boolean {
    // Sockets log in once, at their handshake.
    if (context.getType() !== 'http') return true;
    const targets = [context.getHandler(), context.getClass()];
    if (this.reflector.getAllAndOverride<boolean | undefined>(publicKey, targets)) return true;
    const { session } = context.switchToHttp().getRequest<HttpRequest>();
    if (session === undefined) throw new LoginRequired();
    const required = this.reflector.getAllAndOverride<AccessRole | undefined>(requiredRoleKey, targets) ?? 'viewer';
    if (rank[session.role] >= rank[required]) return true;
    throw new UserError(403, 'ROLE_MISSING', `This needs the role ${required}; "${session.name}" is ${session.role}.`);
  }
}
