import type { AlertPage, ChecksumList, LagHistory } from '@cutover/contracts';
import { shopTables } from '@cutover/lab';
import { eventually } from '../support/eventually.js';
import { labPair } from '../support/lab-pair.js';
import { startProduct } from '../support/product.js';

it('loses nothing through kill -9: history, verdicts, alerts and their acknowledgement', async () => {
  const lab = await labPair();
  let product = await startProduct(lab);
  const history = () => product.get<LagHistory>('/api/migrations/shop/lag?points=20000');
  const checksums = () => product.get<ChecksumList>('/api/migrations/shop/checksums');
  const firing = () => product.get<AlertPage>('/api/alerts?state=firing');
  try {
    // The whole of it: a table that it adds after the list was read would be one too many after the restart.
    await eventually('a first run', async () => (await checksums()).results.length === shopTables.length);
    await lab.break('replica-stopped');
    const alert = await eventually('an alert', async () =>
      (await firing()).alerts.find((a) => a.type === 'replication_stopped'),
    );
    expect((await product.send('POST', `/api/alerts/${alert.id}/acknowledge`)).status).toBeLessThan(300);
    const before = { points: (await history()).points, tables: (await checksums()).results.map((r) => r.table) };

    await product.kill();
    product = await product.restart();

    const points = (await history()).points.map(({ at }) => at);
    expect(points).toEqual(expect.arrayContaining(before.points.map(({ at }) => at)));
    expect((await checksums()).results.map((r) => r.table)).toEqual(before.tables);
    expect((await firing()).alerts.find((a) => a.id === alert.id)).toMatchObject({
      state: 'firing',
      acknowledgedBy: 'local',
    });
  } finally {
    await lab.mend('replica-stopped');
    await product.end();
  }
});
