// What the product says of the encryption of a real MariaDB pair: API, socket, gauges and verdict.
import { appendFile, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  encryptionAnswerSchema,
  socketPath,
  type EncryptionAnswer,
  type EncryptionUpdate,
  type FindingList,
  type MigrationDetail,
} from '@cutover/contracts';
import type { Lab } from '@cutover/lab';
import { io } from 'socket.io-client';
import { eventually } from '../support/eventually.js';
import { labPair, whileBroken } from '../support/lab-pair.js';
import { startProduct, type Product } from '../support/product.js';

let lab: Lab;

const admin = (...statements: string[]) =>
  lab.withoutBinaryLog('target', async (root) => {
    for (const statement of statements) await root.query(statement);
  });

beforeAll(async () => {
  lab = await labPair();
});

describe('the product', () => {
  let product: Product;
  const finding = async (check: string, subject: string) =>
    (await product.get<FindingList>('/api/migrations/shop/findings')).findings.find(
      (each) => each.check === check && each.subject === subject,
    );
  const answer = async () => (await product.get<MigrationDetail>('/api/migrations/shop')).verdict.answer;

  beforeAll(async () => {
    product = await startProduct(lab);
    await eventually('the untouched pair is safe', async () => (await answer()) === 'safe');
  });
  afterAll(() => product.end());

  it('answers both sides and the tablespaces, page by page', async () => {
    // The source decides nothing, so that the answer does not wait for it.
    const whole = await eventually('both sides and the list of tables were read', async () => {
      const told = encryptionAnswerSchema.parse(await product.get('/api/migrations/shop/encryption'));
      const isListed = told.tablespaces.some(({ isWatched }) => isWatched);
      return told.source?.progress != null && isListed && told;
    });
    expect(whole.target?.progress).toMatchObject({ stuck: null, bytesPerSecond: null });
    expect(whole.target?.progress?.encryptedBytes).toBe(whole.target?.progress?.totalBytes);
    expect(whole.target?.parts.filter(({ isRequired, state }) => isRequired && state !== 'encrypted')).toEqual([]);
    expect(whole.target?.keys).toMatchObject({ provider: 'file_key_management', oldestVersion: 1, latestVersion: 1 });
    expect(whole.target?.requiresTls).toBe(true);
    expect(whole.source?.progress?.encryptedBytes).toBe(0);
    expect(whole.tablespaces.find(({ table }) => table === 'shop.orders')?.isWatched).toBe(true);

    const names: string[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const query: string = cursor === '' ? '' : `&cursor=${cursor}`;
      const page: EncryptionAnswer = await product.get(`/api/migrations/shop/encryption?limit=7${query}`);
      names.push(...page.tablespaces.map(({ name }) => name));
      cursor = page.nextCursor;
    }
    expect(names).toEqual(whole.tablespaces.map(({ name }) => name));
    expect((await product.get<EncryptionAnswer>('/api/migrations/shop/encryption?state=plain')).total).toBe(0);
    expect((await product.send('GET', '/api/migrations/shop/encryption?cursor=x')).status).toBe(400);
    expect((await product.send('GET', '/api/migrations/shop/encryption?state=half')).status).toBe(400);
    expect((await product.send('GET', '/api/migrations/nope/encryption')).status).toBe(404);
  });

  it('is not safe with a table that is never encrypted: the sentence, the socket, the gauges; and safe when it is mended', async () => {
    const client = io(product.url, { path: socketPath, transports: ['websocket'] });
    const updates: EncryptionUpdate[] = [];
    client.on('encryption_update', ({ data }: { data: EncryptionUpdate }) => updates.push(data));
    try {
      await eventually('a newcomer gets the whole state', () => updates.length > 0);
      expect(updates[0]).toMatchObject({ migration: 'shop', underWay: [], target: { role: 'target' } });
      await whileBroken(lab, 'plain-table', async () => {
        const found = await eventually('it is found', () => finding('encryption-incomplete', 'shop.reviews'));
        expect(found).toMatchObject({ outcome: 'fail', blocks: true, severity: 'WARNING' });
        expect(found.message).toBe(
          'shop.reviews stays plain on the target: ENCRYPTED=NO: no background thread takes it up',
        );
        expect(found.statements).toEqual([
          { on: 'target', sql: 'SET SESSION sql_log_bin = 0; ALTER TABLE `shop`.`reviews` ENCRYPTED=YES;' },
        ]);
        await eventually('it is not safe', async () => (await answer()) === 'not-safe');
        await eventually('browsers hear of it', () =>
          updates.some(({ underWay }) =>
            underWay.some(({ table, state }) => table === 'shop.reviews' && state === 'never'),
          ),
        );
        const metrics = await (await product.send('GET', '/metrics')).text();
        expect(metrics).toMatch(/cutover_encryption_tablespaces\{migration="shop",role="target",state="never"\} 1/);
        expect(metrics).toMatch(/cutover_check_state\{[^}]*check="encryption-incomplete"[^}]*\} 0/);
      });
      await eventually('it is safe', async () => (await answer()) === 'safe');
    } finally {
      client.close();
    }
  });

  it('says that encryption stands still, and why', async () => {
    await whileBroken(lab, 'encryption-threads-zero', async () => {
      const found = await eventually('it is found', () => finding('encryption-stuck', 'target'));
      expect(found.message).toBe(
        'Encryption of the target stands still with 1 tablespace plain: innodb_encryption_threads = 0, so that nobody encrypts what is plain',
      );
      expect(found.statements).toEqual([{ on: 'target', sql: 'SET GLOBAL innodb_encryption_threads = 4;' }]);
      expect((await finding('encryption-incomplete', 'target'))?.action).toContain('It does not go on by itself');
    });
    await eventually('it is safe', async () => (await answer()) === 'safe');
  });

  it('is not safe while a file of the binary log is plain, written before the setting was turned on, and safe when it is purged', async () => {
    const settings = join(lab.home, 'target', 'my.cnf');
    const before = await readFile(settings, 'utf8');
    const restart = async (): Promise<void> => {
      await lab.server('target').stop();
      await lab.server('target').start();
      await lab.catchUp();
    };
    await appendFile(settings, 'encrypt-binlog = OFF\n');
    try {
      await restart();
      const part = await eventually('the setting is seen', () => finding('encryption-incomplete', 'binlog'));
      expect(part.message).toBe('Binary log and relay log of the target: not encrypted (encrypt_binlog = OFF)');
    } finally {
      await writeFile(settings, before);
      await restart();
    }
    await eventually('the setting is on', async () => (await finding('encryption-incomplete', 'binlog')) === undefined);
    const found = await eventually('the file is found', () => finding('plain-logs', 'plain files'));
    expect(found).toMatchObject({ outcome: 'fail', blocks: true });
    expect(found.message).toMatch(
      /^Rows can be read in 1 of \d+ files of the target’s binary log, which are not encrypted: binlog\.\d+$/,
    );
    await admin('FLUSH BINARY LOGS');
    const last = await lab.withAdmin('target', async (root) => {
      const [files] = await root.query('SHOW BINARY LOGS');
      return (files as { Log_name: string }[]).at(-1)?.Log_name ?? '';
    });
    await admin(`PURGE BINARY LOGS TO '${last}'`);
    await eventually('it is safe', async () => (await answer()) === 'safe');
  });
});
