import { HttpException } from '@nestjs/common';
import type { ErrorAnswer } from '@cutover/contracts';
import { OperationalError, UserError } from '../../failures/failures.js';

/** What the caller gets for an exception, and whether it is a defect of ours that must be logged with its stack. */
export interface FailureAnswer {
  status: number;
  headers: Record<string, string>;
  body: ErrorAnswer;
  isUnexpected: boolean;
}

const codes: Record<number, string> = {
  400: 'REQUEST_INVALID',
  401: 'LOGIN_REQUIRED',
  403: 'FORBIDDEN',
  404: 'ROUTE_UNKNOWN',
  405: 'METHOD_NOT_ALLOWED',
  408: 'REQUEST_TIMEOUT',
  409: 'CONFLICT',
  413: 'BODY_TOO_LARGE',
  415: 'BODY_NOT_JSON',
  429: 'TOO_MANY_REQUESTS',
  503: 'UNAVAILABLE',
};

/** Longer is an echo of what the caller sent. */
const maxMessageCharacters = 500;

/** Turns any exception into the one shape of error answers. Never tells what an unexpected error says. */
export function failureAnswer(exception: unknown, requestId: string): FailureAnswer {
  if (exception instanceof UserError) {
    const { status, code, message, details } = exception;
    const body = { code, message: clip(message), requestId, ...(details ? { details } : {}) };
    return { status, headers: headersOf(exception), body, isUnexpected: false };
  }
  if (exception instanceof OperationalError)
    return plain(503, exception.code, exception.message, requestId, { 'Retry-After': '5' });
  if (exception instanceof HttpException && exception.getStatus() < 500) return httpAnswer(exception, requestId);
  if (exception instanceof HttpException && exception.getStatus() === 503)
    return plain(503, 'UNAVAILABLE', 'Not available at the moment; try again.', requestId);
  return {
    ...plain(500, 'UNEXPECTED', `Something failed that should not; the log has it under ${requestId}.`, requestId),
    isUnexpected: true,
  };
}

function httpAnswer(exception: HttpException, requestId: string): FailureAnswer {
  const { cause } = exception;
  // The parsers' own messages quote the body, which may hold a secret.
  if (cause instanceof SyntaxError)
    return plain(400, 'JSON_MALFORMED', 'The body is not valid JSON; check quotes, commas and brackets.', requestId);
  if (cause instanceof URIError)
    return plain(400, 'URL_MALFORMED', 'The path has a % that is not followed by two hex digits.', requestId);
  const status = exception.getStatus();
  const message = status === 413 ? 'The body is larger than 100 kB; send less.' : exception.message;
  return plain(status, codes[status] ?? `HTTP_${status}`, message, requestId);
}

function plain(
  status: number,
  code: string,
  message: string,
  requestId: string,
  headers: Record<string, string> = {},
): FailureAnswer {
  return { status, headers, body: { code, message: clip(message), requestId }, isUnexpected: false };
}

function headersOf(error: UserError): Record<string, string> {
  if (error.status === 401) return { 'WWW-Authenticate': 'Basic realm="Cutover", charset="UTF-8"' };
  const isWait = 'retryAfterSeconds' in error && typeof error.retryAfterSeconds === 'number';
  return isWait ? { 'Retry-After': String(error.retryAfterSeconds) } : {};
}

function clip(message: string): string {
  return message.length > maxMessageCharacters ? `${message.slice(0, maxMessageCharacters)}…` : message;
}
