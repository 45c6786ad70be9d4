import type { Engine } from '@cutover/contracts';

/** What a position in the log of a source is called. */
export const positionWord: Record<Engine, string> = { mariadb: 'GTID', mysql: 'GTID', postgres: 'LSN' };
