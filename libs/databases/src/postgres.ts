/** What dialects of a capability need to write statements of PostgreSQL. All else asks an engine of the registry. */
export { quoteIdentifier, quoteTable } from './engines/postgres/quote-identifier.js';
export { quoteLiteral } from './engines/postgres/quote-literal.js';
export { grantToUs } from './engines/postgres/suggested-statements.js';
