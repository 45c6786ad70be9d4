/** What drivers, sockets and the file system put on their errors. */
export interface DriverError {
  message: string;
  /** `ER_…`, an SQLSTATE of PostgreSQL, `ECONNREFUSED`, `HANDSHAKE_SSL_ERROR`, …; empty when there is none. */
  code: string;
  /** Number of the server's error; 0 when the server said nothing. */
  errno: number;
  /** The server itself answered, as opposed to a socket that failed. */
  isServersAnswer: boolean;
  /** The connection cannot be used any more. */
  isFatal: boolean;
}

/**
 * Reads an error by its fields. Not `instanceof Error`: errors of other realms (worker threads, test sandboxes) are
 * errors too, and losing their code would turn a refused connection into an unknown failure.
 */
export function readDriverError(error: unknown): DriverError {
  const seen: { [key: string]: unknown } = typeof error === 'object' && error !== null ? { ...fieldsOf(error) } : {};
  // Several addresses tried: Node throws an AggregateError whose own message is empty.
  const inner: unknown = Array.isArray(seen['errors']) ? seen['errors'][0] : undefined;
  const text = textOf(seen['sqlMessage']) || textOf(seen['message']) || (inner ? readDriverError(inner).message : '');
  // mysql2 gives the SQLSTATE of an answer, pg its severity.
  const severity = textOf(seen['severity']);
  const isServersAnswer = textOf(seen['sqlState']) !== '' || severity !== '';
  return {
    message: (text || String(error)).replace(/\s+/g, ' ').trim(),
    code: textOf(seen['code']),
    // Node's own errors hold the negative number of the system call here.
    errno: typeof seen['errno'] === 'number' && seen['errno'] > 0 ? seen['errno'] : 0,
    isServersAnswer,
    isFatal: seen['fatal'] === true || severity === 'FATAL' || severity === 'PANIC',
  };
}

function fieldsOf(error: object): Record<string, unknown> {
  const { message, code, errno, sqlState, sqlMessage, severity, fatal, errors } = error as Record<string, unknown>;
  return { message, code, errno, sqlState, sqlMessage, severity, fatal, errors };
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
