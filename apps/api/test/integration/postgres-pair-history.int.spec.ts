import { PairHistoryService } from '../../src/pair-history/pair-history.service.js';
import type { KeptHistories } from '../../src/pair-history/kept-histories.js';
import { Clock } from '../../src/platform/clock.js';
import { configOf } from '../support/lab-pair.js';
import { postgresPair } from '../support/postgres-pair.js';
import { startConnections, whenUp } from '../support/watched-pair.js';

it('takes a server that was restarted for the one it is, and another one for another', async () => {
  const lab = await postgresPair();
  const config = configOf(lab);
  const connections = await whenUp(startConnections(config));
  // The pair as it will be seen when the name of the source leads to the target: a source before 15 may not be a target.
  const [migration] = config.migrations;
  if (migration === undefined) throw new Error('The configuration names no migration');
  const misled = { ...config, migrations: [{ ...migration, source: migration.target }] };
  const store: KeptHistories = { save: async () => undefined, loadAll: async () => new Map() };
  const history = new PairHistoryService(config, connections, store, new Clock());
  const look = (): Promise<void> => history.measure('shop', new AbortController().signal);
  const others = startConnections(misled);
  try {
    await look();
    const era = history.era('shop') ?? '';
    expect(era).not.toBe('');
    await lab.server('target').stop();
    await look();
    await lab.server('target').start();
    await whenUp(connections);
    await look();
    expect(history.breakSince('shop', era, true)).toBeNull();

    await whenUp(others);
    Object.assign(history, { connections: others });
    await look();
    expect(history.breakSince('shop', era, true)?.reason).toMatch(/another server answers as the source/);
  } finally {
    await others.onApplicationShutdown();
    await connections.onApplicationShutdown();
  }
});
