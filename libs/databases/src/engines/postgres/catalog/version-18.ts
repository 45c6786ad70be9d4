import type { CatalogParts } from './catalog-parts.js';
import { version15 } from './version-15.js';

/** PostgreSQL 18 and later: a publication may send what the source computes. */
export const version18: CatalogParts = { ...version15, sendsComputed: `p.pubgencols = 's'` };
