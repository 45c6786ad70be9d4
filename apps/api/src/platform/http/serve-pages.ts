import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { type HttpRequest, type HttpResponse, type Next, pathOf } from './http-request.js';

/** Paths that are never a page of the single-page application. */
const apiPath = /^\/(api|ws|metrics)(\/|$)/;
/** Files that are served stand at the top, or among the assets; what has a dot elsewhere may be the name of a migration. */
const filePath = /^\/(assets\/.*|[^/]*\.[a-z0-9]+)$/i;

/** True when a browser wants to see a page that the application's own router knows. */
export function isPageRequest(request: Pick<HttpRequest, 'method' | 'originalUrl' | 'headers'>): boolean {
  const isRead = request.method === 'GET' || request.method === 'HEAD';
  const path = pathOf(request);
  return isRead && !apiPath.test(path) && !filePath.test(path) && (request.headers.accept ?? '').includes('html');
}

/**
 * Serves a built single-page application from `folder` at `/`, deep links included. Returns false when nothing is built
 * there. Call it after `configureHttp`, so that the pages are behind the login.
 */
export function servePages(app: NestExpressApplication, folder: string): boolean {
  const index = join(folder, 'index.html');
  if (!existsSync(index)) return false;
  app.useStaticAssets(folder, {
    index: 'index.html',
    // Built names carry a hash of their content; the page that names them must always be asked for.
    setHeaders: (response: HttpResponse, file: string) =>
      void response.setHeader(
        'Cache-Control',
        file.includes('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache',
      ),
  });
  app.use((request: HttpRequest, response: HttpResponse & { sendFile(path: string): void }, next: Next) => {
    if (!isPageRequest(request)) return next();
    response.setHeader('Cache-Control', 'no-cache');
    response.sendFile(index);
  });
  return true;
}
