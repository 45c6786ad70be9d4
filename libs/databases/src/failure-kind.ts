/** Why there is no connection. Each has words and an action for people: see the fault rules of an engine. */
export type ConnectFailureKind =
  // What we need for connecting is not there.
  | 'password-file-unreadable'
  | 'tls-file-unreadable'
  | 'tls-file-invalid'
  // The way to the server.
  | 'not-listening'
  | 'no-answer'
  | 'name-unknown'
  | 'no-route'
  | 'connection-lost'
  // The login.
  | 'login-denied'
  | 'login-method-unknown'
  | 'password-in-clear-text'
  | 'address-not-allowed'
  | 'address-blocked'
  | 'no-free-connection'
  /** All connections that we allow ourselves are in use. */
  | 'own-limit-reached'
  | 'account-locked'
  | 'password-expired'
  // TLS.
  | 'tls-required'
  | 'tls-not-offered'
  | 'certificate-untrusted'
  | 'certificate-of-another-host'
  | 'certificate-outside-validity'
  | 'tls-failed'
  // The server.
  | 'engine-mismatch'
  | 'pooler-between'
  | 'another-server'
  | 'version-unsupported'
  | 'shutting-down';

/** Why a statement was refused or ended. */
export type StatementFailureKind =
  | 'right-missing'
  /** The right is missing to run a procedure or function. */
  | 'execute-right-missing'
  | 'database-missing'
  | 'table-missing'
  | 'column-missing'
  /** The table was altered or created after the snapshot that reads it. */
  | 'table-changed'
  | 'table-damaged'
  | 'lock-timeout'
  | 'deadlock'
  /** The server ended it by the limit that we had set. */
  | 'time-limit-reached'
  /** The server ended the connection: somebody killed it, or it was idle for too long. */
  | 'connection-ended'
  | 'replication-running'
  /** The server takes no writes of such an account: read_only. */
  | 'writes-refused';

/** What went wrong, whatever the engine. `other`: nothing that we know; the server's own words must do. */
export type FailureKind = ConnectFailureKind | StatementFailureKind | 'other';
