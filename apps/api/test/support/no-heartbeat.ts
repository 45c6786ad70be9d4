import type { HeartbeatService } from '../../src/lag/heartbeat/heartbeat.service.js';

/** For tests of the lag without one. */
export const noHeartbeat = { snapshot: () => null } as unknown as HeartbeatService;
