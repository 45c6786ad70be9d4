import { HttpException } from '@nestjs/common';
import type { Middleware } from './http-request.js';

/** Largest body that is read; commands are small. */
export const maxBodyBytes = 100_000;

/**
 * After the JSON parser: a request without a body has an empty one (so that `curl -X POST` works where nothing must be
 * said), and a body in another format is refused (415) instead of being ignored.
 */
export const requireJsonBody: Middleware = (request, _response, next) => {
  if (request.body === undefined) {
    const { 'content-length': length, 'transfer-encoding': encoding } = request.headers;
    const hasBody = encoding !== undefined || (length !== undefined && length !== '0');
    if (hasBody && request.method !== 'GET' && request.method !== 'HEAD')
      return next(new HttpException('Send the body as JSON, with Content-Type: application/json.', 415));
    request.body = {};
  }
  next();
};
