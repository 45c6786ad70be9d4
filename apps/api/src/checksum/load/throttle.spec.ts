import { configSchema } from '../../config/config.schema.js';
import type { ConnectionsService } from '../../connections/connections.service.js';
import type { Clock } from '../../platform/clock.js';
import { Throttle } from './throttle.js';

const endpoint = { host: 'db', username: 'u', password: 'p' };
const config = configSchema.parse({
  monitoring: { proofWaitSeconds: 30 },
  verification: { maxThreadsRunning: 25 },
  migrations: [{ name: 'shop', source: endpoint, target: { ...endpoint, host: 'db2' }, databases: ['shop'] }],
});

/** Two servers that say what the test wants; null: they do not answer. */
function build() {
  const servers = { threads: 2 as number | null, behind: 0 as number | null, asked: 0 };
  const connection = {
    rds: false,
    identity: () => ({ flavor: 'mariadb', versionNumber: 101106 }),
    query: async (sql: string): Promise<object[]> => {
      servers.asked++;
      if (servers.threads === null) throw new Error('gone');
      return sql.includes('Threads_running')
        ? [{ Variable_name: 'Threads_running', Value: String(servers.threads) }]
        : [{ Connection_name: '', Seconds_Behind_Master: servers.behind }];
    },
  };
  const clock = { ms: 0, monotonicMs: () => clock.ms };
  const connections = { get: () => connection } as unknown as ConnectionsService;
  return { throttle: new Throttle(config, connections, clock as unknown as Clock), servers, clock };
}

describe('Throttle', () => {
  it('asks the servers at most once a second, however often it is asked itself', async () => {
    const { throttle, servers, clock } = build();
    for (clock.ms = 0; clock.ms < 1_000; clock.ms += 100) expect(await throttle.reason('shop')).toBeNull();
    expect(servers.asked).toBe(3);
    servers.threads = 26;
    clock.ms = 1_000;
    expect(await throttle.reason('shop')).toContain('Threads_running on the source is 26, over 25');
    expect(servers.asked).toBe(6);
  });

  it('waits for a target that lags, and not for ever: then the verdict says it', async () => {
    const { throttle, servers, clock } = build();
    servers.behind = 11;
    expect(await throttle.reason('shop')).toContain('11 s behind');
    clock.ms = 29_000;
    expect(await throttle.reason('shop')).toContain('11 s behind');
    clock.ms = 31_000;
    expect(await throttle.reason('shop')).toBeNull();
    servers.behind = 3;
    clock.ms = 33_000;
    expect(await throttle.reason('shop')).toBeNull();
    servers.behind = 12;
    clock.ms = 35_000;
    expect(await throttle.reason('shop')).toContain('12 s behind');
  });

  it('goes on where nothing is known: the comparison itself says what is wrong', async () => {
    const { throttle, servers, clock } = build();
    servers.behind = null;
    expect(await throttle.reason('shop')).toBeNull();
    servers.threads = null;
    clock.ms = 2_000;
    expect(await throttle.reason('shop')).toBeNull();
  });
});
