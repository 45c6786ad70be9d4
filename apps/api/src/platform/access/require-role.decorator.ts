import { type CustomDecorator, SetMetadata } from '@nestjs/common';
import type { AccessRole } from '@cutover/contracts';

export const requiredRoleKey = 'platform:required-role';

/** The route needs this role; without the decorator any logged-in user may use it. */
export const RequireRole = (role: AccessRole): CustomDecorator => SetMetadata(requiredRoleKey, role);
