import type { IncomingMessage, ServerResponse } from 'node:http';
import helmet from 'helmet';
import { type Middleware, pathOf } from './http-request.js';

const self = "'self'";
const none = "'none'";

/** 'self' in connect-src covers the socket on our own origin too (CSP level 3). */
const directives = {
  'default-src': [self],
  'script-src': [self],
  'script-src-attr': [none],
  'style-src': [self],
  'img-src': [self, 'data:'],
  'font-src': [self],
  'connect-src': [self],
  'object-src': [none],
  'base-uri': [self],
  'form-action': [self],
  'frame-ancestors': [none],
};

/** Swagger UI's page has inline <style> and style attributes, but no inline script. */
const docsDirectives = { ...directives, 'style-src': [self, "'unsafe-inline'"] };

type HelmetHandler = (request: IncomingMessage, response: ServerResponse, next: (error?: unknown) => void) => void;

function headersWith(csp: Record<string, string[]>): HelmetHandler {
  return helmet({
    contentSecurityPolicy: { useDefaults: false, directives: csp },
    frameguard: { action: 'deny' },
    // Whether this host name speaks https for ever is for its owner (the proxy) to say.
    strictTransportSecurity: false,
    referrerPolicy: { policy: 'no-referrer' },
  });
}

/** Security headers on every answer; `/api/docs` gets the little more that it needs. */
export function securityHeaders(): Middleware {
  const everywhere = headersWith(directives);
  const docs = headersWith(docsDirectives);
  return (request, response, next) => {
    const isDocs = /^\/api\/docs(\/|$)/.test(pathOf(request));
    (isDocs ? docs : everywhere)(request, response, next);
  };
}
