import { type ExecutionContext, Injectable } from '@nestjs/common';
import { ThrottlerGuard, type ThrottlerLimitDetail, type ThrottlerModuleOptions } from '@nestjs/throttler';
import { clientKey } from '../access/client-key.js';
import { TooManyRequests } from '../access/login-refusals.js';
import { type HttpRequest, pathOf } from './http-request.js';

const isReading = (method: string | undefined) => method === 'GET' || method === 'HEAD' || method === 'OPTIONS';

function requestOf(context: ExecutionContext): HttpRequest {
  return context.switchToHttp().getRequest<HttpRequest>();
}

/**
 * Two budgets for each client, over all routes: generous for reading (a dashboard falls back to polling), small for
 * what makes servers work. Fixed on purpose; no knob until somebody needs one.
 */
export const rateLimits: ThrottlerModuleOptions = {
  // `Retry-After` comes from the failure filter; the others would carry the budget's name.
  setHeaders: false,
  generateKey: (_context, client, budget) => `${budget} ${client}`,
  throttlers: [
    {
      name: 'reads',
      limit: 300,
      ttl: 10_000,
      skipIf: (context) => !isReading(requestOf(context).method),
    },
    {
      name: 'commands',
      limit: 30,
      ttl: 60_000,
      skipIf: (context) => isReading(requestOf(context).method),
    },
  ],
};

/** Answers 429 with Retry-After to clients over their budget. The liveness probe has none. */
@Injectable()
export class RateLimitGuard extends ThrottlerGuard {
  protected override async shouldSkip(context: ExecutionContext): Promise<boolean> {
    return context.getType() !== 'http' || pathOf(requestOf(context)) === '/api/health/live';
  }

  protected override async getTracker(request: Record<string, unknown>): Promise<string> {
    return clientKey(request.ip as string | undefined);
  }

  protected override async throwThrottlingException(
    _context: ExecutionContext,
    detail: ThrottlerLimitDetail,
  ): Promise<void> {
    const waitSeconds = Math.max(1, detail.timeToBlockExpire);
    throw new TooManyRequests('TOO_MANY_REQUESTS', `Too many requests; try again in ${waitSeconds} s.`, waitSeconds);
  }
}
