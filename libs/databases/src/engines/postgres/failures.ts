import { readDriverError, type DriverError } from '../../driver-error.js';
import type { FailureKind } from '../../failure-kind.js';
import { systemFailures } from '../../system-failures.js';
import { tlsFailure } from '../../tls-failure.js';

/** SQLSTATEs as the manual lists them (PostgreSQL error codes). */
const states: Readonly<Record<string, FailureKind>> = {
  '08003': 'connection-lost', // connection_does_not_exist
  '08006': 'connection-lost', // connection_failure
  '28000': 'address-not-allowed', // invalid_authorization_specification: no entry of pg_hba.conf, or the role may not log in
  '28P01': 'login-denied', // invalid_password
  '3D000': 'database-missing', // invalid_catalog_name
  '3F000': 'database-missing', // invalid_schema_name: what stands before the dot of a table
  '42P01': 'table-missing', // undefined_table
  '42703': 'column-missing', // undefined_column
  '42501': 'right-missing', // insufficient_privilege
  '53300': 'no-free-connection', // too_many_connections
  '55P03': 'lock-timeout', // lock_not_available
  '40P01': 'deadlock', // deadlock_detected
  '57014': 'time-limit-reached', // query_canceled: statement_timeout. Who cancels knows why, and does not ask
  '57P01': 'connection-ended', // admin_shutdown: the server stops, or somebody ended this session
  '57P02': 'connection-lost', // crash_shutdown
  '57P03': 'shutting-down', // cannot_connect_now
  '57P05': 'connection-ended', // idle_session_timeout
  '25006': 'writes-refused', // read_only_sql_transaction
  '25P03': 'connection-ended', // idle_in_transaction_session_timeout
  XX001: 'table-damaged', // data_corrupted
  XX002: 'table-damaged', // index_corrupted
};

/** What the driver says itself, without a code. */
const driverWords: readonly (readonly [RegExp, FailureKind])[] = [
  [/does not support SSL/i, 'tls-not-offered'],
  [/timeout (expired|exceeded)|due to connection timeout/i, 'no-answer'],
  [/connection terminated|not queryable|client was closed/i, 'connection-lost'],
  // The driver refuses to answer with an empty password, as the server would.
  [/password must be a non-empty string/i, 'login-denied'],
  [/SASL|SCRAM|unknown authentication|password must be a string/i, 'login-method-unknown'],
];

/** What an error of the driver means; `other` for errors of another driver. */
export function postgresFailure(error: unknown): FailureKind {
  const seen = readDriverError(error);
  return systemFailures[seen.code] ?? (seen.isServersAnswer ? (states[seen.code] ?? 'other') : byWords(seen));
}

function byWords(seen: DriverError): FailureKind {
  return driverWords.find(([words]) => words.test(seen.message))?.[1] ?? tlsFailure(seen) ?? 'other';
}
