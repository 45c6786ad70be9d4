// What is said of the encryption of a PostgreSQL pair: at rest nobody but the operator can answer, in transit both servers tell.
import { readFile, writeFile } from 'node:fs/promises';
import { encryptionAnswerSchema, type FindingList, type MigrationDetail } from '@cutover/contracts';
import type { PostgresLab } from '@cutover/lab';
import { eventually } from '../support/eventually.js';
import { postgresPair } from '../support/postgres-pair.js';
import { startProduct, type Product } from '../support/product.js';

let lab: PostgresLab;
let product: Product;
const finding = async (check: string, subject?: string) =>
  (await product.get<FindingList>('/api/migrations/shop/findings')).findings.find(
    (each) => each.check === check && (subject === undefined || each.subject === subject),
  );

beforeAll(async () => {
  lab = await postgresPair();
  product = await startProduct(lab);
});
afterAll(() => product.end());

it('cannot tell whether the disk is encrypted, and blocks until somebody answers for it', async () => {
  const answer = await eventually('it was looked at', async () => {
    const told = encryptionAnswerSchema.parse(await product.get('/api/migrations/shop/encryption'));
    return told.target !== null && told.source !== null && told;
  });
  expect(answer.target).toMatchObject({ basis: 'disk', progress: null, grants: [] });
  const open = await eventually('it is judged', () => finding('encryption-incomplete', 'target'));
  expect(open).toMatchObject({ outcome: 'unknown', blocks: true });
  // A waiver counts for this server alone.
  const { port } = lab.endpoints.target;
  expect(open.message).toMatch(
    new RegExp(`^Whether the disk of the target .*:${port} \\(server \\d{10,}\\) is encrypted`),
  );
  expect((await product.get<MigrationDetail>('/api/migrations/shop')).verdict.answer).not.toBe('safe');

  const until = new Date(Date.now() + 86_400_000).toISOString();
  const why = 'EBS volume vol-1 is encrypted with the key of the team';
  const body = { check: 'encryption-incomplete', subject: 'target', why, until, operator: 'ops' };
  const given = await product.send('POST', '/api/migrations/shop/readiness/waivers', body);
  expect(given.status).toBe(201);
  expect(await given.json()).toMatchObject({ why, items: [answer.target?.server] });
  // Attested, and never shown as measured.
  await eventually(
    'it is waived',
    async () => (await finding('encryption-incomplete', 'target'))?.outcome === 'waived',
  );
});

it('sees that our sessions and the walsender are encrypted, and when the walsender is not', async () => {
  await eventually('it passes', async () => (await finding('plain-transit'))?.outcome === 'pass');
  const secure = lab.connectionToSource(lab.database);
  const plain = secure.replace("sslmode='verify-full'", "sslmode='disable'");
  const connect = (to: string) =>
    lab.withAdmin('target', (target) =>
      target.query(`ALTER SUBSCRIPTION shop_subscription CONNECTION '${to.replaceAll("'", "''")}'`),
    );
  const hba = (
    await lab.withAdmin('source', (source) => source.query<{ f: string }>("SELECT current_setting('hba_file') AS f"))
  ).rows[0]!.f;
  const before = await readFile(hba, 'utf8');
  const reload = () => lab.withAdmin('source', (source) => source.query('SELECT pg_reload_conf()'));
  try {
    await writeFile(hba, `hostnossl all replicator 127.0.0.1/32 scram-sha-256\n${before}`);
    await reload();
    await connect(plain);
    const found = await eventually('it is seen', async () => {
      const now = await finding('plain-transit', 'subscription shop_subscription');
      return now?.outcome === 'fail' && now;
    });
    expect(found).toMatchObject({ severity: 'INFO', blocks: false });
    expect(found.action).toContain('sslmode=verify-full');
  } finally {
    await connect(secure);
    await writeFile(hba, before);
    await reload();
  }
  await eventually('it is encrypted again', async () => (await finding('plain-transit'))?.outcome === 'pass');
  await lab.catchUp();
});
