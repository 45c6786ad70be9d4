// The command line that is killed while it backs up: what it leaves is no backup, and the next run clears it away.
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Lab } from '@cutover/lab';
import { configOf, endpointOf, labPair } from '../support/lab-pair.js';
import { runCommand } from '../support/run-command.js';

let lab: Lab;
let folder: string;
let file: string;

beforeAll(async () => {
  lab = await labPair();
});
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cutover-backups-'));
  file = join(folder, 'cutover.json');
  const { host, port, username, password, tls } = endpointOf(lab, 'source');
  const migrations = configOf(lab).migrations.map(({ group: _, ...written }) => written);
  const backups = {
    servers: [{ name: 'shop-db', host, port, username, password, tls, databases: ['shop'] }],
    storages: [{ name: 'disk', folder: 'backups' }],
  };
  writeFileSync(file, JSON.stringify({ migrations, backups }), { mode: 0o600 });
});
afterEach(() => rmSync(folder, { recursive: true }));

const filesNamed = (end: string): string[] =>
  readdirSync(join(folder, 'backups'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith(end))
    .map((name) => join(folder, 'backups', name));
const loginsOf = (pid: number): string[] =>
  readdirSync('/dev/shm').filter((name) => name.startsWith(`cutover-login-${pid}-`));

const rounds = 12;

function start(): ChildProcess {
  const program = resolve(__dirname, '../../dist/cutover.js');
  return spawn(process.execPath, [program, 'backup', 'run', '--config', file], { stdio: 'ignore' });
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
}

it('leaves nothing that is called a backup and is none, at whatever moment', async () => {
  const startMs = performance.now();
  await ended(start());
  const wholeMs = performance.now() - startMs;
  const killed: number[] = [];
  let whole = 1;
  for (let round = 0; round < rounds; round++) {
    const child = start();
    const before = filesNamed('.partial').length;
    // In every other round while the dump is under way.
    if (round % 2 === 0) while (child.exitCode === null && filesNamed('.partial').length === before) await pause(1);
    else await Promise.race([ended(child), pause((wholeMs * (round + 1)) / rounds)]);
    if (child.exitCode === null) {
      child.kill('SIGKILL');
      killed.push(child.pid!);
    } else whole += 1;
    await ended(child);
  }
  expect(killed.length).toBeGreaterThan(2);
  // Whole ones alone are listed, and all of them are sound.
  const listed = await runCommand(['backup', 'list', '--config', file, '--json']);
  const known = JSON.parse(listed.output) as unknown[];
  // Between the dump and its manifest is a moment, too: what is left of it is named, and is no backup.
  expect(listed.complaints.filter((line) => !line.includes('has no manifest.json'))).toEqual([]);
  expect(known.length).toBeGreaterThanOrEqual(whole);
  const verified = await runCommand(['backup', 'verify', '--all', '--config', file]);
  expect(verified.printed.filter((line) => line.includes('sound'))).toHaveLength(known.length);
  // What is being written is left alone for a day: another process may be writing it.
  const left = filesNamed('.partial');
  expect(left.length).toBeGreaterThan(0);
  const yesterday = Date.now() / 1000 - 25 * 3600;
  for (const path of left) utimesSync(path, yesterday, yesterday);
  expect(await runCommand(['backup', 'run', '--config', file])).toMatchObject({ code: 0, complaints: [] });
  expect(filesNamed('.partial')).toEqual([]);
  expect(killed.flatMap(loginsOf)).toEqual([]);
});
