import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findPostgres, rootOf } from './postgres-programs.js';

let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'lab-root-'));
});
afterEach(() => rmSync(root, { recursive: true }));

function layPrograms(version: string, programs = ['initdb', 'postgres']): string {
  const folder = join(root, 'usr/lib/postgresql', version, 'bin');
  mkdirSync(folder, { recursive: true });
  for (const program of programs) writeFileSync(join(folder, program), '', { mode: 0o755 });
  return folder;
}

it('finds the newest version in a root that has both programs, and not that of this machine', () => {
  layPrograms('9.6');
  const expected = layPrograms('17');
  layPrograms('18', ['postgres']);
  expect(findPostgres(root)).toBe(expected);
});

it('says which root has no PostgreSQL', () => {
  expect(() => findPostgres(root)).toThrow(`PostgreSQL is not in ${root}.`);
});

it('takes the root of each side, and this machine where none is written down', () => {
  const software = { source: { flavor: 'postgres', root: null }, target: { flavor: 'postgres', root } } as const;
  expect([rootOf({ software }, 'source'), rootOf({ software }, 'target'), rootOf({}, 'target')]).toEqual([
    null,
    root,
    null,
  ]);
});
