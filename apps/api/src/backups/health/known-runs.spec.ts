import type { BackupRun } from '@cutover/contracts';
import { configSchema } from '../../config/config.schema.js';
import { knownRuns } from './known-runs.js';

const { backups: config } = configSchema.parse({
  backups: {
    servers: [{ name: 'shop-db', host: 'a', username: 'u', password: 'p' }],
    storages: [{ name: 'disk', folder: '/nowhere' }],
    schedules: [
      { name: 'hourly', cron: '0 * * * *' },
      { name: 'weekly', cron: '0 3 * * 0' },
    ],
  },
});
const aRun = (id: string, type: string, startedAt: string, state: BackupRun['state'] = 'complete'): BackupRun => ({
  ...{ id, server: 'shop-db', type, slotAt: null, state, startedAt, endedAt: startedAt },
  ...{ databases: [], progress: null, failure: null },
});

it('knows of each server and type how its last run went, also where those of others have pushed it out', async () => {
  const asked: string[] = [];
  const weekly = aRun('w', 'weekly', '2026-03-22T03:00:00.000Z', 'failed');
  const newest = [
    aRun('c', 'weekly', '2026-03-29T03:00:00.000Z', 'cancelled'),
    aRun('h', 'hourly', '2026-03-29T02:00:00.000Z'),
  ];
  const runs = await knownRuns(
    {
      list: () => Promise.resolve(newest),
      newestOf: (server, type) => {
        asked.push(`${server} ${type}`);
        return Promise.resolve(type === 'weekly' ? [newest[0]!, weekly] : []);
      },
    },
    config,
  );
  expect(runs.map(({ id }) => id)).toEqual(['c', 'h', 'w']);
  expect(asked).toEqual(['shop-db manual', 'shop-db weekly']);
});
