import type { ConnectionsService } from '../connections/connections.service.js';
import { ServerUnavailable, StatementCancelled, StatementTimeout } from '@cutover/databases';
import { Clock } from '../platform/clock.js';
import { ReplicationPositionService } from './replication-position.service.js';

/** A clock that goes on by `stepMs` at every look. */
class SteppingClock extends Clock {
  private now = 0;
  constructor(private readonly stepMs: number) {
    super();
  }
  override monotonicMs(): number {
    return (this.now += this.stepMs);
  }
}

function serviceOver(positions: (string | Error)[], channel: object | Error, stepMs = 1) {
  const query = async (sql: string) => {
    if (sql.startsWith('SHOW')) {
      if (channel instanceof Error) throw channel;
      return [channel];
    }
    const position = positions.length > 1 ? positions.shift() : positions[0];
    if (position instanceof Error) throw position;
    return [{ position }];
  };
  const identity = () => ({ flavor: 'mariadb', versionNumber: 101106 });
  const connections = {
    get: () => ({ query, identity, engine: 'mariadb', rds: false }),
  } as unknown as ConnectionsService;
  return new ReplicationPositionService(connections, new SteppingClock(stepMs));
}

const running = { Slave_IO_Running: 'Yes', Slave_SQL_Running: 'Yes' };
const stopped = { Slave_IO_Running: 'Yes', Slave_SQL_Running: 'No' };

describe('waiting for the target', () => {
  it('ends as soon as the position is reached', async () => {
    const service = serviceOver(['0-1-4', '0-1-6'], running);
    await expect(service.waitForTarget('shop', '0-1-5', { timeoutMs: 1_000 })).resolves.toBe('reached');
  });

  it('reports a target that moves too slowly as not reached', async () => {
    const service = serviceOver(['0-1-4'], running, 900);
    await expect(service.waitForTarget('shop', '0-1-5', { timeoutMs: 5_000 })).resolves.toBe('not-reached');
  });

  it('reports stopped replication long before the time is over', async () => {
    const service = serviceOver(['0-1-4'], stopped, 900);
    await expect(service.waitForTarget('shop', '0-1-5', { timeoutMs: 3_600_000 })).resolves.toBe('replication-stopped');
  });

  it('does not call replication stopped when it may not ask', async () => {
    const service = serviceOver(['0-1-4'], new ServerUnavailable('no'), 900);
    await expect(service.waitForTarget('shop', '0-1-5', { timeoutMs: 5_000 })).resolves.toBe('not-reached');
  });

  it('is not reached, where the last look is cut short by the end of the wait', async () => {
    const service = serviceOver(['0-1-4', new StatementTimeout('Ended after 0.1 s')], running, 2_000);
    await expect(service.waitForTarget('shop', '0-1-5', { timeoutMs: 10_000 })).resolves.toBe('not-reached');
  });

  it('rejects when the target has never answered', async () => {
    const service = serviceOver([new StatementTimeout('Ended after 5 s')], running, 2_000);
    await expect(service.waitForTarget('shop', '0-1-5', { timeoutMs: 1_000 })).rejects.toThrow('Ended after');
  });

  it('ends with its signal', async () => {
    const cancel = new AbortController();
    const wait = serviceOver(['0-1-4'], running).waitForTarget('shop', '0-1-5', {
      timeoutMs: 60_000,
      signal: cancel.signal,
    });
    cancel.abort();
    await expect(wait).rejects.toBeInstanceOf(StatementCancelled);
  });
});

describe('a position', () => {
  it('is null when the server has none, and on one line', async () => {
    await expect(serviceOver([''], running).sourcePosition('shop')).resolves.toBeNull();
    await expect(serviceOver(['0-1-4,\n1-1-2'], running).targetPosition('shop')).resolves.toBe('0-1-4,1-1-2');
  });
});
