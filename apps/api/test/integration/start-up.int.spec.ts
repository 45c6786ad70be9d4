import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Health } from '@cutover/contracts';
import { findFreePort, startCutover, writeCutoverConfig, type CutoverConfigOptions, type Lab } from '@cutover/lab';
import { labPair } from '../support/lab-pair.js';

const root = resolve(__dirname, '../../../..');

describe('starting up', () => {
  let lab: Lab;
  let folder: string;

  beforeAll(async () => {
    lab = await labPair();
  });
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'cutover-start-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  async function start(options: Partial<CutoverConfigOptions> = {}) {
    const port = options.port ?? (await findFreePort());
    return startCutover(root, writeCutoverConfig(folder, lab.endpoints, { port, ...options }), port);
  }
  const refusal = (options: Partial<CutoverConfigOptions>): Promise<string> =>
    start(options).then(
      () => 'it started',
      (error: Error) => error.message,
    );

  it('refuses an address other than loopback without users, and says what to do', async () => {
    const said = await refusal({ sections: { server: { host: '0.0.0.0', port: 0 } } });
    expect(said).toContain('exit code 1');
    expect(said).toMatch(/server\.host.*auth\.users/s);
  });

  it('names every fault of the configuration at once, without a secret', async () => {
    const said = await refusal({
      monitoring: { intervalSecond: 5 },
      sections: {
        store: { url: 'redis://x' },
        migrations: [{ name: 'Shop', source: { host: 'db', username: 'u', password: 42_424_242 } }],
      },
    });
    expect(said).toMatch(/intervalSecond.*intervalSeconds/s);
    expect(said).toMatch(/store\.url/);
    expect(said).toMatch(/migrations\[0\]\.name/);
    expect(said).toMatch(/migrations\[0\]\.target/);
    expect(said).not.toContain('42424242');
  });

  it('says in one line that the port is taken', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as { port: number };
    try {
      const said = await refusal({ port });
      expect(said).toContain(`${port}`);
      expect(said).toMatch(/in use|taken/);
      expect(said).not.toMatch(/\n\s+at /);
      expect(said).not.toContain('EADDRINUSE');
      expect(readdirSync(folder).filter((name) => name.includes('sqlite'))).toEqual([]);
    } finally {
      other.close();
    }
  });

  it('says in one line that the store cannot be opened', async () => {
    mkdirSync(join(folder, 'store'));
    const said = await refusal({ sections: { store: { url: `sqlite:${join(folder, 'store')}` } } });
    expect(said).toContain('exit code 1');
    expect(said).toContain(join(folder, 'store'));
    expect(said).not.toMatch(/\n\s+at /);
  });

  it('keeps a damaged store aside, says so, and starts with a new one', async () => {
    writeFileSync(join(folder, 'cutover.sqlite'), 'this is no database, but it is somebody’s file\n'.repeat(200));
    const product = await start();
    try {
      const health = (await (await fetch(`${product.url}/api/health`)).json()) as Health;
      expect(health.store).toMatchObject({ isWorking: true, notice: expect.stringContaining('.corrupt-') });
      expect(readdirSync(folder).filter((name) => name.includes('.corrupt-'))).toHaveLength(1);
    } finally {
      expect(await product.stop()).toBe(0);
    }
  });

  it('starts and serves while both databases are unreachable, and says so', async () => {
    const nowhere = (role: 'source' | 'target', port: number) => ({ ...lab.endpoints[role], port });
    const endpoints = {
      source: nowhere('source', await findFreePort()),
      target: nowhere('target', await findFreePort()),
    };
    const port = await findFreePort();
    const product = await startCutover(root, writeCutoverConfig(folder, endpoints, { port }), port);
    try {
      const answer = await fetch(`${product.url}/api/health`);
      expect(answer.status).toBe(503);
      expect((await answer.json()) as Health).toMatchObject({ status: 'degraded', migrations: [{ name: 'shop' }] });
    } finally {
      expect(await product.stop()).toBe(0);
    }
  });

  it('keeps passwords out of the log, the API and the process table', async () => {
    const product = await start({ monitoring: { intervalSeconds: 1 }, sections: { logging: { level: 'debug' } } });
    const secrets = [lab.endpoints.source.password, lab.endpoints.target.password];
    try {
      const answers = await Promise.all(
        ['/api/migrations/shop', '/api/metrics', '/api/alerts', '/metrics'].map(async (path) =>
          (await fetch(product.url + path)).text(),
        ),
      );
      await product.stop();
      for (const secret of secrets) {
        expect(product.output()).not.toContain(secret);
        expect(answers.join('\n')).not.toContain(secret);
      }
    } finally {
      await product.stop();
    }
  });
});
