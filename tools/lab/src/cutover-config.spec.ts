import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeCutoverConfig } from './cutover-config.js';
import type { EngineName } from './engines/engine-name.js';
import type { LabEndpoint } from './lab.js';
import type { Role } from './roles.js';

let folder: string;

beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'lab-config-'))));
afterEach(() => rmSync(folder, { recursive: true }));

const tls = { ca: '/ca.pem', cert: '/client.pem', key: '/client.key' };

function endpointsOf(engine: EngineName): Record<Role, LabEndpoint> {
  const common = { engine, host: '127.0.0.1', user: 'cutover', database: 'shop', tls };
  return { source: { ...common, port: 1, password: 'plain' }, target: { ...common, port: 2, password: 'secret' } };
}

function migrationOf(path: string): unknown {
  return (JSON.parse(readFileSync(path, 'utf8')) as { migrations: unknown[] }).migrations[0];
}

it.each(['mariadb', 'mysql'] as const)('watches the database of a %s lab', (engine) => {
  const side = { host: '127.0.0.1', username: 'cutover', tls };
  expect(migrationOf(writeCutoverConfig(folder, endpointsOf(engine), { port: 0 }))).toEqual({
    name: 'shop',
    engine,
    source: { ...side, port: 1, passwordFile: join(folder, 'source.password') },
    target: { ...side, port: 2, passwordFile: join(folder, 'target.password') },
    databases: ['shop'],
  });
});

it('logs in to the database of a PostgreSQL lab, and watches its schema', () => {
  const side = { host: '127.0.0.1', database: 'shop', username: 'cutover', tls };
  expect(migrationOf(writeCutoverConfig(folder, endpointsOf('postgres'), { port: 0 }))).toEqual({
    name: 'shop',
    engine: 'postgres',
    source: { ...side, port: 1, passwordFile: join(folder, 'source.password') },
    target: { ...side, port: 2, passwordFile: join(folder, 'target.password') },
    schemas: ['public'],
  });
});

it('keeps passwords in files that only the owner reads', () => {
  const path = writeCutoverConfig(folder, endpointsOf('postgres'), { port: 0 });
  expect(readFileSync(path, 'utf8')).not.toContain('secret');
  const password = join(folder, 'target.password');
  expect(readFileSync(password, 'utf8')).toBe('secret\n');
  for (const file of [path, password]) expect(statSync(file).mode & 0o777).toBe(0o600);
});

it('has what a freeze proof needs to be green where there are any', () => {
  const proofOf = (engine: EngineName): unknown =>
    (
      JSON.parse(readFileSync(writeCutoverConfig(folder, endpointsOf(engine), { port: 0 }), 'utf8')) as {
        readiness: { freezeProof: unknown };
      }
    ).readiness.freezeProof;
  expect(proofOf('mariadb')).toEqual({ sentinelTable: 'cutover.sentinel', allowFreeze: true });
  expect(proofOf('postgres')).toEqual({});
});

it('lets the caller replace what it says of the migration', () => {
  const path = writeCutoverConfig(folder, endpointsOf('postgres'), { port: 0, migration: { schemas: ['other'] } });
  expect(migrationOf(path)).toMatchObject({ engine: 'postgres', schemas: ['other'] });
});
