// A server that is made for a restore test holds production data: nobody else gets in, and what is restored does not get out.
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createConnection } from 'mysql2/promise';
import { findPrograms } from '../../src/backups/programs/client-program.js';
import type { ScratchServer } from '../../src/backups/scratch/scratch-server.js';
import { startThrowaway } from '../../src/backups/scratch/throwaway-server.js';
import { startProgram } from '../../src/backups/programs/child-program.js';
import { restoreDialects } from '../../src/backups/restore/dialects/registry.js';
import { dumpDialects } from '../../src/backups/dump/dialects/registry.js';
import { withLoginFile } from '../../src/backups/dump/login-file.js';
import { readPassword } from '@cutover/databases';

const { signal } = new AbortController();
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cutover-scratch-test-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const made = (engine: 'mariadb' | 'postgres') =>
  startThrowaway({ engine, serverVersion: '1', needsBytes: 0n, folder: null, signal });

async function withServer<T>(engine: 'mariadb' | 'postgres', work: (server: ScratchServer) => Promise<T>): Promise<T> {
  const server = await made(engine);
  try {
    return await work(server);
  } finally {
    await server.end();
  }
}

const connected = ({ endpoint: { host, port } }: ScratchServer, user: string, password: string) =>
  createConnection({ host, port, user, password });

/** Sends statements to the client as a dump. */
async function restoring({ endpoint }: ScratchServer, statements: string): Promise<void> {
  const [client] = await findPrograms(['mariadb']);
  const password = await readPassword(endpoint);
  await withLoginFile(dumpDialects.mariadb.loginFile({ endpoint, password }), async (loginFile) => {
    const { args, env } = restoreDialects.mariadb.command({ loginFile, endpoint, database: 'restored' });
    const running = await startProgram(client!.path, args, { signal, env });
    running.output.resume();
    running.input.end(statements);
    await running.ended;
  });
}

it('lets nobody of this machine in without its password', () =>
  withServer('mariadb', async (server) => {
    const own = await connected(server, server.endpoint.username, await readPassword(server.endpoint));
    const [accounts] = await own.query("SELECT User AS name FROM mysql.user WHERE User <> 'mariadb.sys'");
    await own.end();
    expect(accounts).toEqual([{ name: server.endpoint.username }]);
    for (const user of ['root', '', 'mysql']) await expect(connected(server, user, '')).rejects.toThrow('denied');
  }));

it('neither reads nor writes files of this machine for a dump', () =>
  withServer('mariadb', async (server) => {
    const own = await connected(server, server.endpoint.username, await readPassword(server.endpoint));
    await own.query('CREATE DATABASE restored');
    await own.query('CREATE TABLE restored.t (line TEXT)');
    const secret = join(folder, 'secret');
    writeFileSync(secret, 'a secret\n');
    await expect(restoring(server, `LOAD DATA LOCAL INFILE '${secret}' INTO TABLE t;`)).rejects.toThrow();
    const written = join(tmpdir(), 'cutover-scratch-test-written');
    await expect(restoring(server, `SELECT 'x' INTO OUTFILE '${written}';`)).rejects.toThrow();
    expect(existsSync(written)).toBe(false);
    const [rows] = await own.query('SELECT line FROM restored.t');
    await own.end();
    expect(rows).toEqual([]);
  }));
