/**
 * What every session of ours sets before its first statement, in one round trip. A role or a database may bring settings
 * of its own (ALTER ROLE … SET), and many of them change what a statement means.
 */
export const sessionSettings = [
  // Read only, so that no defect of ours can write to a user's database. Repeatable read whatever the default is: all
  // figures of one statement, and all statements of one transaction, come from one moment.
  'SET default_transaction_read_only = on',
  "SET default_transaction_isolation = 'repeatable read'",
  // Names mean what stands in the catalog, whatever a role finds first.
  "SET search_path = ''",
  // Values print alike on both sides.
  "SET TimeZone = 'UTC'",
  "SET DateStyle = 'ISO, YMD'",
  "SET IntervalStyle = 'postgres'",
  "SET bytea_output = 'hex'",
  'SET extra_float_digits = 3',
  // Money prints in the language of the database.
  "SET lc_monetary = 'C'",
  'SET quote_all_identifiers = off',
  'SET standard_conforming_strings = on',
  // A table is read whole or refused: rows that a policy hides would be missing without a word.
  'SET row_security = off',
  // What is compiled for a statement of half a second takes as long as it saves.
  'SET jit = off',
  // Until the first statement brings its own bound: who a connection leads to is asked before that.
  'SET statement_timeout = 30000',
  // We never queue behind a user's DDL for long, and never hold back vacuum by a transaction that was forgotten.
  'SET lock_timeout = 5000',
  'SET idle_in_transaction_session_timeout = 300000',
  // Our connections rest between two looks. Where the server ended one just then, a statement on it was lost: idle_session_timeout,
  // since version 14. What is read in one snapshot is one transaction, of which we bound each statement: transaction_timeout, since 17.
  "SELECT pg_catalog.set_config(s.name, '0', false) FROM pg_catalog.pg_settings s WHERE s.name IN ('idle_session_timeout', 'transaction_timeout')",
].join('; ');

/** The server ends by itself what runs longer: the net under our own ending, for when this process dies or loses the network. */
export function serverLimitStatement(limitMs: number): string {
  return `SET statement_timeout = ${Math.ceil(limitMs)}`;
}
