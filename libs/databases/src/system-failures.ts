import type { FailureKind } from './failure-kind.js';

/** Failures that have nothing to do with an engine, by the code of the socket, of the resolver, or of our own errors. */
export const systemFailures: Readonly<Record<string, FailureKind>> = {
  PASSWORD_FILE_UNREADABLE: 'password-file-unreadable',
  TLS_FILE_UNREADABLE: 'tls-file-unreadable',
  TLS_FILE_INVALID: 'tls-file-invalid',
  ENGINE_MISMATCH: 'engine-mismatch',
  CLEAR_TEXT_PASSWORD: 'password-in-clear-text',
  ANOTHER_SERVER: 'another-server',
  POOLER_BETWEEN: 'pooler-between',
  VERSION_UNSUPPORTED: 'version-unsupported',
  CONNECTIONS_IN_USE: 'own-limit-reached',
  ECONNREFUSED: 'not-listening',
  ETIMEDOUT: 'no-answer',
  ENOTFOUND: 'name-unknown',
  EAI_AGAIN: 'name-unknown',
  EHOSTUNREACH: 'no-route',
  ENETUNREACH: 'no-route',
  ECONNRESET: 'connection-lost',
  EPIPE: 'connection-lost',
};
