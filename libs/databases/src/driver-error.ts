/** What drivers, sockets and the file system put on their errors. */
export interface DriverError {
  message: string;
  /** `ER_…`, `ECONNREFUSED`, `HANDSHAKE_SSL_ERROR`, …; empty when there is none. */
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
  const isServersAnswer = typeof seen['sqlState'] === 'string' && seen['sqlState'] !== '';
  return {
    message: (text || String(error)).replace(/\s+/g, ' ').trim(),
    code: textOf(seen['code']),
    // Node's own errors hold the negative number of the system call here.
    errno: typeof seen['errno'] === 'number' && seen['errno'] > 0 ? seen['errno'] : 0,
    isServersAnswer,
    isFatal: seen['fatal'] === true,
  };
}

function fieldsOf(error: object): Record<string, unknown> {
  const { message, code, errno, sqlState, sqlMessage, fatal, errors } = error as Record<string, unknown>;
  return { message, code, errno, sqlState, sqlMessage, fatal, errors };
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

/** True when the error means that the connection itself is gone, not that the statement was wrong. */
export function isConnectionLoss(error: unknown): boolean {
  const { code, errno, isFatal } = readDriverError(error);
  return isFatal || lossCodes.has(code) || lossNumbers.has(errno);
}

const lossCodes = new Set([
  'PROTOCOL_CONNECTION_LOST',
  'ECONNRESET',
  'EPIPE',
  'ECONNREFUSED',
  'ETIMEDOUT',
  'EHOSTUNREACH',
]);

/** Server shutdown in progress, connection killed, disconnected for inactivity. */
const lossNumbers = new Set([1053, 1927, 4031]);

/** The account may not do this: no right on the database, table, column, routine, or for the statement itself. */
export function isRightMissing(error: unknown): boolean {
  return rightNumbers.has(readDriverError(error).errno);
}

const rightNumbers = new Set([1044, 1142, 1143, 1227, 1370]);
