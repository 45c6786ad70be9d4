import { type ArgumentsHost, Catch, type ExceptionFilter, Logger } from '@nestjs/common';
import { OperationalError } from '../../failures/failures.js';
import { failureAnswer } from './failure-answer.js';
import type { HttpRequest, HttpResponse } from './http-request.js';

/** The one place where exceptions become answers: `{ code, message, requestId, details? }`. */
@Catch()
export class FailureFilter implements ExceptionFilter {
  private readonly logger = new Logger('failures');

  catch(exception: unknown, host: ArgumentsHost): void {
    if (host.getType() !== 'http') {
      this.logger.error({ msg: 'unexpected failure outside a request', err: exception });
      return;
    }
    const request = host.switchToHttp().getRequest<HttpRequest>();
    const response = host.switchToHttp().getResponse<HttpResponse>();
    const requestId = (request as Partial<HttpRequest>).id ?? 'unknown';
    const answer = failureAnswer(exception, requestId);
    const log = () => this.log(exception, answer.isUnexpected, requestId);
    // Applications put together without `configureHttp` (in tests) have no request ids and no such function.
    if (request.withoutLogContext) request.withoutLogContext(log);
    else log();
    if (response.headersSent) {
      // Half an answer must not look whole.
      response.destroy();
      return;
    }
    response.statusCode = answer.status;
    for (const [name, value] of Object.entries(answer.headers)) response.setHeader(name, value);
    response.setHeader('Content-Type', 'application/json; charset=utf-8');
    response.setHeader('Cache-Control', 'no-store');
    response.end(JSON.stringify(answer.body));
  }

  private log(exception: unknown, isUnexpected: boolean, requestId: string): void {
    if (isUnexpected) this.logger.error({ msg: 'unexpected failure', requestId, err: exception });
    else if (exception instanceof OperationalError)
      this.logger.warn({ msg: exception.message, code: exception.code, requestId, err: exception.cause });
  }
}
