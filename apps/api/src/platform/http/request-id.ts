import { AsyncResource } from 'node:async_hooks';
import { randomUUID } from 'node:crypto';
import type { Middleware } from './http-request.js';

// It ends up in log lines and answers: nothing that could forge either.
const sane = /^[A-Za-z0-9][A-Za-z0-9._-]{3,63}$/;

/** The caller's X-Request-Id where it is sane, else a new one. */
export function requestIdOf(header: string | string[] | undefined): string {
  return typeof header === 'string' && sane.test(header) ? header : randomUUID();
}

/** Gives every request its id, and tells it in the answer. */
export const assignRequestId: Middleware = (request, response, next) => {
  const id = requestIdOf(request.headers['x-request-id']);
  request.id = id;
  request.withoutLogContext = AsyncResource.bind((write: () => void) => write());
  response.setHeader('X-Request-Id', id);
  next();
};
