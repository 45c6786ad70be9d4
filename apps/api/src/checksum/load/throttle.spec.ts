import { StatementTimeout } from '@cutover/databases';
import { configSchema } from '../../config/config.schema.js';
import type { ConnectionsService } from '../../connections/connections.service.js';
import type { Clock } from '../../platform/clock.js';
import { Throttle } from './throttle.js';
import { usualLooks } from './usual-level.js';

const endpoint = { host: 'db', username: 'u', password: 'p' };
const config = configSchema.parse({
  monitoring: { proofWaitSeconds: 30 },
  verification: { maxThreadsRunning: 25 },
  migrations: [{ name: 'shop', source: endpoint, target: { ...endpoint, host: 'db2' }, databases: ['shop'] }],
});

/** Two servers that say what the test wants; null: they do not answer. */
function build(verification: Partial<(typeof config)['verification']> = {}) {
  const servers = { threads: 2 as number | null, behind: 0 as number | null, asked: 0, isSlow: false };
  const connection = {
    rds: false,
    identity: () => ({ flavor: 'mariadb', versionNumber: 101106 }),
    query: async (sql: string): Promise<object[]> => {
      servers.asked++;
      if (servers.threads === null) throw new Error('gone');
      if (servers.isSlow) throw new StatementTimeout('Ended after 2 s');
      return sql.includes('Threads_running')
        ? [{ Variable_name: 'Threads_running', Value: String(servers.threads) }]
        : [{ Connection_name: '', Seconds_Behind_Master: servers.behind }];
    },
  };
  const clock = { ms: 0, monotonicMs: () => clock.ms };
  const connections = { get: () => connection } as unknown as ConnectionsService;
  return {
    throttle: new Throttle(
      { ...config, verification: { ...config.verification, ...verification } },
      connections,
      clock as unknown as Clock,
    ),
    servers,
    clock,
  };
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

  it('leaves a server alone that is too busy to say how busy it is, and not for ever', async () => {
    const { throttle, servers, clock } = build();
    servers.isSlow = true;
    expect(await throttle.reason('shop')).toMatch(
      /^The source did not say within 2 s how busy it is.*what keeps it busy/,
    );
    clock.ms = 299_000;
    expect(await throttle.reason('shop')).not.toBeNull();
    clock.ms = 301_000;
    expect(await throttle.reason('shop')).toBeNull();
    servers.isSlow = false;
    clock.ms = 303_000;
    expect(await throttle.reason('shop')).toBeNull();
    servers.isSlow = true;
    clock.ms = 305_000;
    expect(await throttle.reason('shop')).not.toBeNull();
  });

  it('waits on for one that never says it, where the operator wants it so', async () => {
    const { throttle, servers, clock } = build({ adaptToLoad: false });
    servers.isSlow = true;
    for (clock.ms = 0; clock.ms < 900_000; clock.ms += 100_000) expect(await throttle.reason('shop')).not.toBeNull();
  });

  describe('on a server that is over its limit as usual', () => {
    /** One look a second; whether the last one says to wait. */
    async function look(built: ReturnType<typeof build>, times: number): Promise<boolean> {
      let reason: string | null = null;
      for (let index = 0; index < times; index++) {
        built.clock.ms += 1_000;
        reason = await built.throttle.reason('shop');
      }
      return reason !== null;
    }

    it('waits for five minutes, then holds back above its usual level only', async () => {
      const built = build();
      const heard: string[] = [];
      built.throttle.usual.changes.subscribe((migration) => heard.push(migration));
      built.servers.threads = 48;
      expect(await look(built, usualLooks - 1)).toBe(true);
      expect(heard).toEqual([]);
      expect(await look(built, 1)).toBe(false);
      expect(heard).not.toEqual([]);
      expect(built.throttle.usual.excesses('shop')[0]).toMatchObject({
        ...{ role: 'source', setting: 'maxThreadsRunning', counter: 'Threads_running' },
        ...{ level: 48, limit: 60, configured: 25 },
      });
      built.servers.threads = 61;
      expect(await look(built, 1)).toBe(true);
      built.servers.threads = 60;
      expect(await look(built, 1)).toBe(false);
    });

    it('keeps to the configured limit again once the server is below it', async () => {
      const built = build();
      built.servers.threads = 48;
      await look(built, usualLooks);
      built.servers.threads = 3;
      await look(built, 31);
      built.servers.threads = 48;
      expect(await look(built, 1)).toBe(true);
      expect(built.throttle.usual.excesses('shop')).toEqual([]);
    });

    it('waits on where the operator wants it so, and tells all the same', async () => {
      const built = build({ adaptToLoad: false });
      built.servers.threads = 48;
      expect(await look(built, 3 * usualLooks)).toBe(true);
      expect(built.throttle.usual.excesses('shop')).toHaveLength(2);
    });
  });
});
