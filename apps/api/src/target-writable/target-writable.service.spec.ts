import { configSchema } from '../config/config.schema.js';
import type { ConnectionsService } from '../connections/connections.service.js';
import { Clock } from '../platform/clock.js';
import { TargetWritableService } from './target-writable.service.js';

const endpoint = { host: 'a', username: 'u', password: 'p' };
const config = configSchema.parse({
  migrations: [{ name: 'shop', source: endpoint, target: { ...endpoint, host: 'b' }, databases: ['shop'] }],
});
const never = new AbortController().signal;

/** A target that answers its variables, and no question about privileges. */
function build() {
  const target = { readOnly: 'ON', fault: null as Error | null };
  const connection = {
    ...{ engine: 'mariadb', rds: false, identity: () => null },
    query: async (sql: string) => {
      if (target.fault !== null) throw target.fault;
      if (!sql.startsWith('SHOW')) return [];
      return [
        { Variable_name: 'read_only', Value: target.readOnly },
        { Variable_name: 'log_bin', Value: 'ON' },
      ];
    },
  };
  const connections = { get: () => connection } as unknown as ConnectionsService;
  const service = new TargetWritableService(config, connections, new Clock());
  const heard: string[] = [];
  service.changes.subscribe(({ migration }) => heard.push(migration));
  return { service, target, heard };
}

it('says that something is new only where something is', async () => {
  const { service, target, heard } = build();
  expect(service.snapshot('shop')).toBeNull();
  for (let times = 0; times < 3; times++) await service.measure('shop', never);
  expect(heard).toEqual(['shop']);
  target.readOnly = 'OFF';
  await service.measure('shop', never);
  expect(heard).toEqual(['shop', 'shop']);
  expect(service.snapshot('shop')).toMatchObject({ guard: 'none', isLogged: true });
});

it('takes back what it knew when the target cannot be read, with the reason', async () => {
  const { service, target } = build();
  await service.measure('shop', never);
  target.fault = new Error('it is down');
  await service.measure('shop', never);
  expect(service.snapshot('shop')).toMatchObject({ guard: null, isLogged: null, writers: null, reason: 'it is down' });
});

it('keeps what it knew when the round was cancelled', async () => {
  const { service, target } = build();
  await service.measure('shop', never);
  target.fault = new Error('cancelled');
  await service.measure('shop', AbortSignal.abort());
  expect(service.snapshot('shop')?.guard).toBe('ordinary');
});
