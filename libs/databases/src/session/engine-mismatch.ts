import type { Engine } from '@cutover/contracts';

/** The server is not of the engine that the configuration says: statements of that engine would fail later, at a worse place. */
export class EngineMismatch extends Error {
  readonly code = 'ENGINE_MISMATCH';

  constructor(
    configured: Engine,
    /** What the server is. */
    readonly found: Engine,
    version: string,
  ) {
    super(`engine is ${configured} in the configuration, and this server is ${version}`);
  }
}
