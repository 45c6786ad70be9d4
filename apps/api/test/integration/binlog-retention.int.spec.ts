import {
  binlogRetentionAnswerSchema,
  type AlertPage,
  type FindingList,
  type MigrationDetail,
} from '@cutover/contracts';
import type { Lab } from '@cutover/lab';
import { eventually } from '../support/eventually.js';
import { labPair } from '../support/lab-pair.js';
import { startProduct, type Product } from '../support/product.js';

let lab: Lab;
let product: Product;

const keep = (seconds: number) =>
  lab.withAdmin('source', (root) => root.query(`SET GLOBAL binlog_expire_logs_seconds = ${seconds}`));
const detail = () => product.get<MigrationDetail>('/api/migrations/shop');

beforeAll(async () => {
  lab = await labPair();
  await keep(3_600);
  product = await startProduct(lab, {
    // One round at the start; more would keep the machine busy for nothing.
    monitoring: { checksumIntervalMinutes: 60, consistencyIntervalMinutes: 60 },
    // It is looked at every 10 s.
    sections: { alerts: { holdSeconds: 1, resolveSamples: 1 } },
  });
});
afterAll(async () => {
  await product.end();
  await keep(0);
});

it('is known soon after the source answers, everywhere: API, findings, alert, metrics and page', async () => {
  await eventually('the alert fires', async () =>
    (await product.get<AlertPage>('/api/alerts?state=firing')).alerts.some(({ type }) => type === 'binlog_retention'),
  );
  const answer = binlogRetentionAnswerSchema.parse(await product.get('/api/migrations/shop/binlog-retention'));
  expect(answer.retention).toMatchObject({ keptSeconds: 3_600, isForever: false, reason: null });
  const { findings } = await product.get<FindingList>('/api/migrations/shop/findings');
  const finding = findings.find(({ check }) => check === 'binlog-retention');
  expect(finding).toMatchObject({ outcome: 'fail', blocks: false, severity: 'WARNING', section: 'binlog-retention' });
  const { sections, verdict } = await detail();
  expect(sections[0]).toMatchObject({ id: 'binlog-retention', outcome: 'fail', summary: 'Kept for 60 min' });
  expect(sections[0]?.findings).toEqual([finding]);
  expect(verdict.reasons.map(({ check }) => check)).not.toContain('binlog-retention');
  const metrics = await (await product.send('GET', '/metrics')).text();
  expect(metrics).toContain('cutover_source_binlog_retention_seconds{migration="shop"} 3600');
  expect(metrics).toContain('cutover_check_state{migration="shop",check="binlog-retention"} 0');
});

it('passes once the source keeps them for ever, and the alert is resolved', async () => {
  await keep(0);
  // A restart measures at once what would else be measured within a minute.
  product = await restarted(product);
  await eventually('the section is good', async () => (await detail()).sections[0]?.outcome === 'pass');
  expect((await detail()).sections[0]?.summary).toBe('Kept for ever');
  await eventually('the alert is resolved', async () =>
    (await product.get<AlertPage>('/api/alerts?state=resolved')).alerts.some(({ type }) => type === 'binlog_retention'),
  );
  const metrics = await (await product.send('GET', '/metrics')).text();
  expect(metrics).toContain('cutover_source_binlog_retention_seconds{migration="shop"} +Inf');
});

it('refuses an unknown migration', async () => {
  const answer = await product.send('GET', '/api/migrations/nope/binlog-retention');
  expect(answer.status).toBe(404);
});

async function restarted(running: Product): Promise<Product> {
  await running.stop();
  return running.restart();
}
