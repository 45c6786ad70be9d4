import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Session } from '@cutover/contracts';

/** What our middleware knows of an Express request. */
export interface HttpRequest extends IncomingMessage {
  /** Stands in every log line and error answer of this request. */
  id: string;
  /**
   * Runs `write` outside the request's log context. Lines about the request name its id themselves, since those of the
   * early chain have no context; inside it the id would stand in them twice.
   */
  withoutLogContext?(write: () => void): void;
  /** Path and query as they came, whatever router has the request. */
  originalUrl: string;
  ip?: string;
  body?: unknown;
  /** Set once the access gate let it pass; absent on public paths. */
  session?: Session;
}

export type HttpResponse = ServerResponse;
export type Next = (error?: unknown) => void;
export type Middleware = (request: HttpRequest, response: HttpResponse, next: Next) => void;

/** The path without its query: what may be logged and compared. */
export function pathOf(request: Pick<HttpRequest, 'originalUrl'>): string {
  return request.originalUrl.split('?', 1)[0] ?? '';
}
