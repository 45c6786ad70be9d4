/** What MariaDB and MySQL have in common, for the dialects of a capability. All else asks an engine of the registry. */
export * from './engines/mariadb/mariadb-gtid.js';
export * from './engines/mariadb/position-tables.js';
export { gtidsInBoth, gtidsWithout } from './engines/mysql/mysql-gtid-set.js';
export * from './engines/mysql-family/database-pattern.js';
export * from './engines/mysql-family/gtid-codec.js';
export { listsAllTables } from './engines/mysql-family/lists-all-tables.js';
export * from './engines/mysql-family/privilege-names.js';
export * from './engines/mysql-family/quote-identifier.js';
export * from './engines/mysql-family/replication/channel-status.js';
export * from './engines/mysql-family/replication/error-headline.js';
export * from './engines/mysql-family/replication/replica-status.js';
export * from './engines/mysql-family/server-identity.js';
export * from './engines/mysql-family/server-statements.js';
export * from './engines/mysql-family/session/open-dedicated-session.js';
export * from './engines/mysql-family/read-visible-rights.js';
export * from './engines/mysql-family/routine-rights.js';
export * from './engines/mysql-family/visible-rights.js';
export * from './gtid-codecs.js';
