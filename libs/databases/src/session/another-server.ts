/**
 * A connection leads to another server than the one that was identified: several servers behind one address, or a failover
 * just now. What it says would be taken for words of the first.
 */
export class AnotherServer extends Error {
  readonly code = 'ANOTHER_SERVER';

  constructor() {
    super('a new connection leads to another server than the one that was identified');
  }
}
