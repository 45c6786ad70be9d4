import type { Endpoint } from '@cutover/databases';

/** A server on which a backup is restored to see whether it restores. */
export interface ScratchServer {
  /** In words for people. */
  name: string;
  endpoint: Endpoint;
  /** Whether nothing but our own is on it, and all of it goes with `end`. */
  isThrowaway: boolean;
  /** Ends it, and removes what it had. Never rejects. */
  end(): Promise<void>;
}
