import { Controller, Get } from '@nestjs/common';
import {
  ApiOkResponse,
  ApiOperation,
  ApiTags,
  ApiTooManyRequestsResponse,
  ApiUnauthorizedResponse,
} from '@nestjs/swagger';
import { errorAnswerSchema, type Session, sessionSchema } from '@cutover/contracts';
import { CurrentSession } from './current-session.decorator.js';

@ApiTags('session')
@Controller('api/session')
export class SessionController {
  @Get()
  @ApiOperation({
    summary: 'Who is asking',
    description: 'Name and role of the login. Without configured users everyone on loopback is the operator `local`.',
  })
  @ApiOkResponse({ standardSchema: sessionSchema, description: 'The session of this request' })
  @ApiUnauthorizedResponse({ standardSchema: errorAnswerSchema, description: 'No login, or a wrong one' })
  @ApiTooManyRequestsResponse({ standardSchema: errorAnswerSchema, description: 'Too many requests or failed logins' })
  session(@CurrentSession() session: Session): Session {
    return session;
  }
}
