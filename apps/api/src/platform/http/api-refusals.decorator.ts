import { applyDecorators } from '@nestjs/common';
import { ApiResponse } from '@nestjs/swagger';
import { errorAnswerSchema } from '@cutover/contracts';

/** When a route refuses, in words, by status. */
type Refusals = Partial<Record<400 | 401 | 403 | 404 | 409 | 429 | 503, string>>;

/** What every route behind the login may answer before it is reached at all. */
const login: Refusals = {
  401: 'LOGIN_REQUIRED: users are configured',
  429: 'Too many requests or failed logins; see Retry-After',
};

/** Documents with which statuses, and when, a route refuses, or every route of a controller; without `when` the login's. */
export function ApiRefusals(when: Refusals = login): ClassDecorator & MethodDecorator {
  const answers = Object.entries(when).map(([status, description]) =>
    ApiResponse({ status: Number(status), standardSchema: errorAnswerSchema, description }),
  );
  return applyDecorators(...answers);
}
