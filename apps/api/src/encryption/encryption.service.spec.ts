import { configSchema } from '../config/config.schema.js';
import type { ConnectionsService } from '../connections/connections.service.js';
import { Clock } from '../platform/clock.js';
import type { TablesService } from '../tables/tables.service.js';
import { EncryptionService } from './encryption.service.js';

class HeldClock extends Clock {
  ms = 0;
  override monotonicMs(): number {
    return this.ms;
  }
  override nowIso(): string {
    return new Date(this.ms).toISOString();
  }
}

const side = (host: string) => ({ host, username: 'u', password: 'p', database: 'shop' });
const config = configSchema.parse({
  migrations: [{ name: 'shop', engine: 'postgres', schemas: ['public'], source: side('a'), target: side('b') }],
});

/** A pair of an engine without encryption of its own; `serverId` is known once a side has answered. */
function stage() {
  const server: { serverId: string | null } = { serverId: null };
  const connection = {
    engine: 'postgres',
    rds: false,
    identity: () => server.serverId && { serverId: server.serverId },
  };
  const clock = new HeldClock();
  const connections = { get: () => connection } as unknown as ConnectionsService;
  const service = new EncryptionService(config, connections, {} as TablesService, clock);
  const told = jest.fn();
  service.changes.subscribe(told);
  const measureAt = async (ms: number) => {
    clock.ms = ms;
    await service.measure('shop', new AbortController().signal);
    return service.sides('shop').target;
  };
  return { server, measureAt, told };
}

it('tells anew once a minute what no statement tells', async () => {
  const { server, measureAt, told } = stage();
  server.serverId = '7';
  const first = await measureAt(0);
  expect(first).toMatchObject({ basis: 'disk', server: 'b:5432 (server 7)', measuredAt: new Date(0).toISOString() });
  expect(await measureAt(5_000)).toBe(first);
  expect(await measureAt(59_000)).toBe(first);
  expect((await measureAt(60_000))?.measuredAt).toBe(new Date(60_000).toISOString());
  expect(told).toHaveBeenCalledTimes(2);
});

it('names the server as soon as it is known which one it is', async () => {
  const { server, measureAt } = stage();
  expect((await measureAt(0))?.server).toBe('b:5432');
  server.serverId = '7';
  expect((await measureAt(5_000))?.server).toBe('b:5432 (server 7)');
});
