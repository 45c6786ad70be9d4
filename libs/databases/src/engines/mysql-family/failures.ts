import { readDriverError, type DriverError } from '../../driver-error.js';
import { isDenial } from '../../failure-groups.js';
import type { FailureKind } from '../../failure-kind.js';
import { systemFailures } from '../../system-failures.js';
import { tlsFailure } from '../../tls-failure.js';

/** Codes that the driver makes itself. */
const driverCodes: Readonly<Record<string, FailureKind>> = {
  PROTOCOL_CONNECTION_LOST: 'connection-lost',
  AUTH_SWITCH_PLUGIN_ERROR: 'login-method-unknown',
  HANDSHAKE_NO_SSL_SUPPORT: 'tls-not-offered',
};

/**
 * Numbers of the servers' errors. Up to 1880 both engines have the same ones; of those above only one of the two uses each
 * that stands here. The names are those of the manuals, without ER_.
 */
const numbers: Readonly<Record<number, FailureKind>> = {
  1034: 'table-damaged', // NOT_KEYFILE
  1040: 'no-free-connection', // CON_COUNT_ERROR
  1044: 'right-missing', // DBACCESS_DENIED_ERROR
  1045: 'login-denied', // ACCESS_DENIED_ERROR
  1049: 'database-missing', // BAD_DB_ERROR
  1053: 'shutting-down', // SERVER_SHUTDOWN
  1054: 'column-missing', // BAD_FIELD_ERROR
  1129: 'address-blocked', // HOST_IS_BLOCKED
  1130: 'address-not-allowed', // HOST_NOT_PRIVILEGED
  1142: 'right-missing', // TABLEACCESS_DENIED_ERROR
  1143: 'right-missing', // COLUMNACCESS_DENIED_ERROR
  1146: 'table-missing', // NO_SUCH_TABLE
  1194: 'table-damaged', // CRASHED_ON_USAGE
  1195: 'table-damaged', // CRASHED_ON_REPAIR
  1203: 'no-free-connection', // TOO_MANY_USER_CONNECTIONS
  1205: 'lock-timeout', // LOCK_WAIT_TIMEOUT
  1213: 'deadlock', // LOCK_DEADLOCK
  1226: 'no-free-connection', // USER_LIMIT_REACHED
  1227: 'right-missing', // SPECIFIC_ACCESS_DENIED_ERROR
  1251: 'login-method-unknown', // NOT_SUPPORTED_AUTH_MODE
  1254: 'replication-running', // SLAVE_MUST_STOP
  1370: 'execute-right-missing', // PROCACCESS_DENIED_ERROR
  1401: 'right-missing', // XAER_RMERR: what MySQL answers to XA RECOVER without XA_RECOVER_ADMIN, the only XA statement of ours
  1412: 'table-changed', // TABLE_DEF_CHANGED
  1698: 'login-denied', // ACCESS_DENIED_NO_PASSWORD_ERROR
  1820: 'password-expired', // MUST_CHANGE_PASSWORD
  1836: 'writes-refused', // READ_ONLY_MODE
  1862: 'password-expired', // MUST_CHANGE_PASSWORD_LOGIN
  1877: 'table-damaged', // TABLE_CORRUPT
  1927: 'connection-ended', // MariaDB: CONNECTION_KILLED
  1969: 'time-limit-reached', // MariaDB: STATEMENT_TIMEOUT
  3024: 'time-limit-reached', // MySQL: QUERY_TIMEOUT
  3118: 'account-locked', // MySQL: ACCOUNT_HAS_BEEN_LOCKED
  3159: 'tls-required', // MySQL: SECURE_TRANSPORT_REQUIRED
  4031: 'connection-ended', // MySQL: CLIENT_INTERACTION_TIMEOUT
  4151: 'account-locked', // MariaDB: ACCOUNT_HAS_BEEN_LOCKED
};

/** What an error of the driver means. */
export function mysqlFamilyFailure(error: unknown): FailureKind {
  const seen = readDriverError(error);
  return systemFailures[seen.code] ?? driverCodes[seen.code] ?? numbers[seen.errno] ?? byWords(seen);
}

function byWords(seen: DriverError): FailureKind {
  const { code, errno, message } = seen;
  // OPTION_PREVENTS_STATEMENT: of many options.
  if (errno === 1290 && /read[-_]only/i.test(message)) return 'writes-refused';
  if (/insecure transport/i.test(message)) return 'tls-required';
  // Failures of TLS carry one code in the driver.
  return code === 'HANDSHAKE_SSL_ERROR' ? (tlsFailure(seen) ?? 'tls-failed') : 'other';
}

/** {@link mysqlFamilyFailure} says that a right is missing. */
export function isRightMissing(error: unknown): boolean {
  return isDenial(mysqlFamilyFailure(error));
}
