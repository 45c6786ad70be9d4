import { applyDecorators } from '@nestjs/common';
import { ApiTooManyRequestsResponse, ApiUnauthorizedResponse } from '@nestjs/swagger';
import { errorAnswerSchema } from '@cutover/contracts';

/** Documents what every route behind the login may answer before it is reached at all. */
export function ApiRefusals(): ClassDecorator & MethodDecorator {
  return applyDecorators(
    ApiUnauthorizedResponse({ standardSchema: errorAnswerSchema, description: 'LOGIN_REQUIRED: users are configured' }),
    ApiTooManyRequestsResponse({
      standardSchema: errorAnswerSchema,
      description: 'Too many requests or failed logins; see Retry-After',
    }),
  );
}
