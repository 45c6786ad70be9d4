import type { Endpoint } from '@cutover/databases';
import type { ScratchServer } from './scratch-server.js';

/** A server that the configuration names: it has other things, so that what is made there goes one by one. */
export const givenServer = (name: string, endpoint: Endpoint): ScratchServer => ({
  name,
  endpoint,
  isThrowaway: false,
  end: () => Promise.resolve(),
});
