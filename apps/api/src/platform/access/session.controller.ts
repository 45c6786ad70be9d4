import { Controller, Get } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { type Session, sessionSchema } from '@cutover/contracts';
import { ApiRefusals } from '../http/api-refusals.decorator.js';
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
  @ApiRefusals({ 401: 'No login, or a wrong one', 429: 'Too many requests or failed logins' })
  session(@CurrentSession() session: Session): Session {
    return session;
  }
}
