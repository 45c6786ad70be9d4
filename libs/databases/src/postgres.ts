/** What PostgreSQL alone has, for the dialects of a capability. All else asks an engine of the registry. */
export type { CatalogParts } from './engines/postgres/catalog/catalog-parts.js';
export { isComputedSent } from './engines/postgres/catalog/computed-columns.js';
export { catalogOf } from './engines/postgres/catalog/parts-of-catalog.js';
export * from './engines/postgres/lsn.js';
export { quoteIdentifier, quoteTable } from './engines/postgres/quote-identifier.js';
export { quoteLiteral } from './engines/postgres/quote-literal.js';
export * from './engines/postgres/replication/open-replication-session.js';
export * from './engines/postgres/replication/pgoutput-message.js';
export * from './engines/postgres/replication/replication-session.js';
export * from './engines/postgres/replication/snapshot-text.js';
export { applicationName } from './engines/postgres/session/application-name.js';
export { grantToUs } from './engines/postgres/suggested-statements.js';
