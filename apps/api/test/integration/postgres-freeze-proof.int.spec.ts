// Freeze proofs on PostgreSQL: what stands still, who may still write, and what has arrived.
import { Client } from 'pg';
import { freezeProofAnswerSchema, type FreezeProof, type PositionMark, type Role } from '@cutover/contracts';
import { engines } from '@cutover/databases';
import type { PostgresLab } from '@cutover/lab';
import { isFlushed } from '../../src/freeze-proof/dialects/postgres/read-side.js';
import { freezeProofDialects } from '../../src/freeze-proof/dialects/registry.js';
import type { Servers, WatchedScope } from '../../src/freeze-proof/freeze-proof-dialect.js';
import { eventually } from '../support/eventually.js';
import { allGreen, freezingProduct, lightsOf, sentinelTable, type FreezingProduct } from '../support/freeze-stage.js';
import { configOf } from '../support/lab-pair.js';
import { postgresPair } from '../support/postgres-pair.js';
import { runDocumentSql } from '../support/run-document-sql.js';
import { startProduct } from '../support/product.js';
import { startConnections, whenUp } from '../support/watched-pair.js';
import type { ConnectionsService } from '../../src/connections/connections.service.js';

const dialect = freezeProofDialects.postgres;
const watched: WatchedScope = { databases: ['public'], tables: [] };
const origins = 'FUNCTION pg_catalog.pg_show_replication_origin_status() ';

let lab: PostgresLab;
let connections: ConnectionsService;
const admin = (role: Role, sql: string) => lab.withAdmin(role, (session) => session.query<{ n: number }>(sql));
const servers = (): Servers => ({
  source: connections.get('shop', 'source'),
  target: connections.get('shop', 'target'),
});

const freeze = () => admin('source', dialect.statements.freeze);
const thaw = () => admin('source', dialect.statements.thaw);

beforeAll(async () => {
  lab = await postgresPair();
  connections = await whenUp(startConnections(configOf(lab)));
  await runDocumentSql(lab, 'docs/postgresql.md', 'CREATE TABLE cutover.sentinel');
  const copying = "SELECT count(*)::int AS n FROM pg_subscription_rel WHERE srsubstate <> 'r'";
  await eventually('the table is copied', async () => (await admin('target', copying)).rows[0]?.n === 0);
});
afterEach(thaw);
afterAll(async () => {
  await admin('source', `ALTER PUBLICATION shop_publication DROP TABLE ${sentinelTable}`);
  await admin('target', 'ALTER SUBSCRIPTION shop_subscription REFRESH PUBLICATION');
  await admin('target', `REVOKE EXECUTE ON ${origins} FROM cutover`);
  for (const role of ['source', 'target'] as const) await admin(role, 'DROP SCHEMA cutover CASCADE');
  await connections.onApplicationShutdown();
  await lab.catchUp();
});

const mark = async (): Promise<PositionMark> => {
  const reading = await dialect.readSource(servers().source, {}, watched);
  if (reading.mark === null) throw new Error('The source has no position');
  return { ...reading.mark, at: new Date().toISOString() };
};
const changed = 'UPDATE customers SET id = id WHERE id = (SELECT min(id) FROM customers)';

describe('between two readings', () => {
  it('nothing was written though the log goes on: checkpoints, ANALYZE, VACUUM, DDL, another database', async () => {
    const before = await mark();
    await admin('source', 'CHECKPOINT');
    const checkpoint = await mark();
    expect(checkpoint.position).not.toBe(before.position);
    expect(checkpoint.transactions).toBe(before.transactions);
    await admin('source', 'ANALYZE customers');
    await admin('source', 'VACUUM customers');
    await admin('source', 'CREATE TABLE cutover.later (c integer)');
    await admin('source', 'SELECT pg_switch_wal()');
    const elsewhere = new Client({ ...lab.admin('source'), database: 'postgres' });
    await elsewhere.connect();
    await elsewhere.query('CREATE TABLE own (c integer); INSERT INTO own VALUES (1); DROP TABLE own');
    await elsewhere.end();
    const after = await mark();
    expect(after.transactions).not.toBe(before.transactions);
    expect(await dialect.betweenMarks(servers(), before, after, {})).toBe('nothing');
    expect(await dialect.sourceWrites(servers(), before, {})).toMatchObject({ transactions: '0', reason: null });
  });

  it('a row was written to a table that is published, and to one that is not', async () => {
    for (const write of [changed, 'INSERT INTO cutover.later VALUES (1)']) {
      const before = await mark();
      await admin('source', write);
      expect(await dialect.betweenMarks(servers(), before, await mark(), {})).toBe('written');
      // Autovacuum may end one, too.
      const atLeastOne = { transactions: expect.stringMatching(/^[1-9]/) };
      expect(await dialect.sourceWrites(servers(), before, {})).toMatchObject(atLeastOne);
    }
  });

  it('a published row was written, though no table counts it any more', async () => {
    const before = await mark();
    await admin('source', changed);
    const after = { ...(await mark()) };
    // As after somebody has reset the counters to what they were.
    after.transactions = after.transactions!.replace(/rows \d+/, /rows \d+/.exec(before.transactions!)![0]);
    expect(await dialect.betweenMarks(servers(), before, after, {})).toBe('written');
  });

  it('is unknown, with the right, where our account may not see what the target has applied', async () => {
    await admin('target', `REVOKE EXECUTE ON ${origins} FROM cutover`);
    const before = await mark();
    expect(await dialect.betweenMarks(servers(), before, await mark(), {})).toBe('nothing');
    await admin('source', 'ANALYZE customers');
    try {
      expect(await dialect.betweenMarks(servers(), before, await mark(), {})).toMatchObject({
        unreadable: expect.stringContaining('not visible to our account'),
        action: expect.stringContaining(`GRANT EXECUTE ON ${origins}TO "cutover";`),
      });
    } finally {
      await admin('target', `GRANT EXECUTE ON ${origins} TO cutover`);
    }
  });

  it('what was committed without waiting for the disk counts, once it is there', async () => {
    await admin('source', `SET synchronous_commit = off; ${changed}`);
    const { position } = await mark();
    await eventually('the target has it', async () => {
      const now = await engines.postgres.positions.read(servers(), 'target', {});
      return now !== null && dialect.isFrozenPosition('postgres', position, { frozen: now, hasStoodStill: false });
    });
  });

  it('the head of a page is no record', () => {
    const row = { given: '', rows: null, clock: '', uptime: 1 };
    expect(isFlushed({ ...row, insert_lsn: '0/2000028', flushed: '0/2000000', page_offset: 40 })).toBe(true);
    expect(isFlushed({ ...row, insert_lsn: '0/2000068', flushed: '0/2000040', page_offset: 104 })).toBe(false);
  });
});

/** A role of the application's that is connected to the source while the work is done, with these rights. */
async function withRole(grants: readonly string[], work: (session: Client) => Promise<void>): Promise<void> {
  await admin('source', `CREATE ROLE late LOGIN PASSWORD 'late'; GRANT CONNECT ON DATABASE ${lab.database} TO late`);
  for (const grant of grants) await admin('source', `GRANT ${grant} TO late`);
  const session = new Client({ ...lab.admin('source'), user: 'late', password: 'late' });
  session.on('error', () => undefined);
  try {
    await session.connect();
    await work(session);
  } finally {
    await session.end().catch(() => undefined);
    await admin('source', 'DROP OWNED BY late; DROP ROLE late');
  }
}

describe('who may write', () => {
  it('counts a session that has written and not committed, though its rights were taken away since', () =>
    withRole(['USAGE ON SCHEMA public', 'SELECT, UPDATE ON customers'], async (session) => {
      await session.query(`BEGIN; ${changed}`);
      await admin('source', 'REVOKE ALL ON customers FROM late');
      const { sessions } = await dialect.exemptSessions(servers().source, 'ordinary', {}, watched);
      expect(sessions).toMatchObject([{ account: 'late' }]);
      await session.query('ROLLBACK');
      expect((await dialect.exemptSessions(servers().source, 'ordinary', {}, watched)).sessions).toEqual([]);
    }));

  it('counts a session of our own account that is not one of ours', async () => {
    const { user, password } = lab.endpoints.source;
    await admin('source', 'GRANT UPDATE ON customers TO cutover');
    const session = new Client({ ...lab.admin('source'), user, password, application_name: 'psql' });
    try {
      await session.connect();
      const { sessions } = await dialect.exemptSessions(servers().source, 'ordinary', {}, watched);
      expect(sessions).toMatchObject([{ account: expect.stringContaining('cutover') }]);
    } finally {
      await session.end();
      await admin('source', 'REVOKE UPDATE ON customers FROM cutover');
    }
  });

  it('counts a role whose password is no longer valid: it may log in by other means', () =>
    withRole(['USAGE ON SCHEMA public', 'SELECT, UPDATE ON customers'], async () => {
      await admin('source', "ALTER ROLE late VALID UNTIL '2020-01-01'");
      expect((await dialect.readSource(servers().source, {}, watched)).guardText).toContain('late');
    }));

  it('counts who writes through a view, and not where the view asks for their own rights', async () => {
    await admin('source', 'CREATE VIEW cutover.two AS SELECT * FROM customers WHERE id < 1000');
    await admin('source', 'CREATE VIEW cutover.three AS SELECT * FROM cutover.two');
    try {
      await withRole(['USAGE ON SCHEMA cutover', 'SELECT, UPDATE ON cutover.three'], async () => {
        const { guardText } = await dialect.readSource(servers().source, {}, watched);
        expect(guardText).toContain('late');
        const { sessions } = await dialect.exemptSessions(servers().source, 'ordinary', {}, watched);
        expect(sessions).toMatchObject([{ account: 'late' }]);
        await admin('source', 'ALTER VIEW cutover.three SET (security_invoker = true)');
        expect((await dialect.readSource(servers().source, {}, watched)).guardText).not.toContain('late');
      });
    } finally {
      await admin('source', 'DROP VIEW cutover.three, cutover.two');
    }
  });
});

describe('a proof', () => {
  let product: FreezingProduct;
  const frozen = (proof: FreezeProof): boolean => proof.lights[1]?.state === 'green';
  const notYet = ({ lights }: FreezeProof): boolean =>
    lights[1]?.message.startsWith('The source is not frozen yet') === true;

  beforeAll(async () => {
    const freezeProof = { allowFreeze: true, sentinelTable };
    product = freezingProduct(
      await startProduct(lab, {
        sections: { readiness: { soakMinutes: 0, freezeBudgetSeconds: 60, freezeProof } },
        monitoring: { checksumIntervalMinutes: 60, consistencyIntervalMinutes: 60 },
      }),
    );
    await eventually('both sides up, and the tables known', async () => {
      const answer = await product.product.send('GET', '/api/migrations/shop/checksums');
      return answer.ok && ((await answer.json()) as { results: unknown[] }).results.length > 0;
    });
  });
  afterAll(() => product.product.end());

  it('is not offered with a lock of ours, and refuses it', async () => {
    const path = '/api/migrations/shop/readiness/freeze-proof';
    const answer = freezeProofAnswerSchema.parse(await product.product.get(path));
    expect(answer).toMatchObject({ obstacle: null, allowFreeze: false, freezeStatement: dialect.statements.freeze });
    const refused = await product.send('POST', { freeze: true });
    expect(refused.status).toBe(409);
    expect(await refused.text()).toContain('Cutover does not freeze PostgreSQL');
  });

  it('is green in every light, once the operator has frozen the source and the application is gone', async () => {
    const application = new Client(lab.admin('source'));
    await application.connect();
    application.on('error', () => undefined);
    await product.begin({ waitSeconds: 60 });
    const before = await product.once('it waits', notYet);
    expect(before.lights[1]).toMatchObject({ statement: dialect.statements.freeze });
    expect(before.lights[1]?.message).toContain('shop_app may begin to write');
    await freeze();
    const held = await product.once(
      'who is left is named',
      ({ lights }) => lights[1]?.message.includes('may write in spite') === true,
    );
    expect(held.lights[1]?.statement).toMatch(/^SELECT pg_terminate_backend\(\d+\);$/);
    await admin('source', held.lights[1]!.statement!);
    const proof = await product.ended();
    expect(lightsOf(proof)).toEqual(allGreen);
    expect(proof.state).toBe('passed');
    expect(proof.captured?.position).toMatch(/^[0-9A-F]+\/[0-9A-F]+$/);
  });

  it('fails where nobody has frozen the source', async () => {
    await product.begin({ waitSeconds: 0 });
    const proof = await product.ended();
    expect(proof.state).toBe('failed');
    expect(lightsOf(proof)).toMatchObject({
      'source-frozen': expect.stringMatching(/^red: The source was not frozen/),
    });
  });

  it('fails on a write of an administrator after the freeze', async () => {
    await freeze();
    await product.begin({ waitSeconds: 60 });
    await product.once('it is frozen', frozen);
    await admin('source', `BEGIN READ WRITE; ${changed}; COMMIT`);
    const proof = await product.ended();
    expect(proof.state).toBe('failed');
    expect(lightsOf(proof)['source-still']).toMatch(/^red: The source was written: its position moved from/);
  });

  it('does not know where the source is gone', async () => {
    await freeze();
    await product.begin({ waitSeconds: 60 });
    await product.once('it is frozen', frozen);
    await lab.server('source').stop();
    try {
      const proof = await product.ended();
      expect(['unproven', 'failed']).toContain(proof.state);
      expect(lightsOf(proof)['source-still']).toMatch(/^unknown: It could not be looked at/);
      expect(proof.state).toBe('unproven');
    } finally {
      await lab.server('source').start();
    }
    await eventually(
      'both sides up',
      async () => (await product.product.get<{ status: string }>('/api/migrations/shop')) !== null,
    );
    await lab.catchUp();
  });
});
