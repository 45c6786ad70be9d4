import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCommand } from '../../test/support/run-command.js';

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'cutover-check-config-'));
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

it('waits once for a server that does not answer, and not again for each of its databases', async () => {
  // Nobody listens there.
  const side = (port: number) => ({ host: '127.0.0.1', port, username: 'u', password: 'p' });
  const sides = { source: side(1), target: side(2) };
  const migration = { name: 'shop', engine: 'postgres', ...sides, databases: ['a', 'b', 'c'], schemas: ['public'] };
  const file = join(folder, 'cutover.json');
  writeFileSync(file, JSON.stringify({ migrations: [migration] }));
  const { code, complaints } = await runCommand(['check-config', '--config', file]);
  expect(code).toBe(3);
  expect(complaints).toEqual([
    expect.stringMatching(/^shop\.a source 127\.0\.0\.1:1: /),
    expect.stringMatching(/^shop\.a target 127\.0\.0\.1:2: /),
    'shop.b, shop.c: not looked at, because a server of theirs does not answer',
  ]);
});
