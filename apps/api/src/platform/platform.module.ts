import { Global, Module } from '@nestjs/common';
import { APP_FILTER, APP_GUARD, APP_PIPE } from '@nestjs/core';
import { ThrottlerModule } from '@nestjs/throttler';
import { AccessGuard } from './access/access.guard.js';
import { AccessService } from './access/access.service.js';
import { SessionController } from './access/session.controller.js';
import { Clock } from './clock.js';
import { FailureFilter } from './http/failure.filter.js';
import { inputValidation } from './http/input-validation.js';
import { RateLimitGuard, rateLimits } from './http/rate-limit.guard.js';
import { LoggingModule } from './logging/logging.module.js';

/** Clock, logging, error answers, input validation, login and rate limit for every module. Needs ConfigModule beside it. */
@Global()
@Module({
  imports: [LoggingModule, ThrottlerModule.forRoot(rateLimits)],
  controllers: [SessionController],
  providers: [
    Clock,
    AccessService,
    { provide: APP_FILTER, useClass: FailureFilter },
    { provide: APP_PIPE, useFactory: inputValidation },
    // In this order: who is over the budget is not asked for the role.
    { provide: APP_GUARD, useClass: RateLimitGuard },
    { provide: APP_GUARD, useClass: AccessGuard },
  ],
  exports: [Clock, AccessService],
})
export class PlatformModule {}
