export { quoteIdentifier } from './engines/postgres/quote-identifier.js';
export { grantToUs, quoteLiteral } from './engines/postgres/suggested-statements.js';
