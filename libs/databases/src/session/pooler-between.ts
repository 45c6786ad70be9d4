/**
 * A pooler (PgBouncer, RDS Proxy) answers in place of the server. It may give each statement to another session, so that
 * settings, snapshots and the ending of a statement would reach one that is not ours.
 */
export class PoolerBetween extends Error {
  readonly code = 'POOLER_BETWEEN';

  constructor() {
    super('the process that greeted us is not the one that answers statements');
  }
}
