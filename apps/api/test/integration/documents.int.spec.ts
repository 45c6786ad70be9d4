import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { findFreePort, ownTestLab, type Lab } from '@cutover/lab';
import { documentBlocks, type DocumentBlock } from '../support/document-blocks.js';
import { runClient } from '../support/client.js';
import { eventually } from '../support/eventually.js';

const root = resolve(__dirname, '../../../..');
const password = 'typed-by-a-reader';
const blocks = documentBlocks(root);

/** A copy of the repository, as a reader has it who has run `npm ci` and nothing else of the documents. */
let copy: string;
let lab: Lab;
let port: number;
let demoPort: number;
/** What was started and runs on, as in terminals of its own. */
const running: ChildProcess[] = [];
/** What the reader's shell has exported. */
const exported: Record<string, string> = {};
/** Places that were run. */
const ran: string[] = [];

beforeAll(async () => {
  copy = join(mkdtempSync(join(tmpdir(), 'cutover-documents-')), 'cutover');
  const left = ['node_modules', '.git', '.lab', '.demo', '.nx', 'test-results', 'coverage', 'screenshots', 'data'];
  cpSync(root, copy, {
    ...{ recursive: true, preserveTimestamps: true },
    filter: (from) => !left.includes(basename(from)) && basename(from) !== 'cutover.yaml',
  });
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'));
  // Older than the packages, or a command would install them anew: through the link, over our own.
  utimesSync(join(copy, 'package-lock.json'), 0, 0);
  lab = await ownTestLab(join(copy, '..', 'servers'));
  // The account is the reader's to make.
  for (const role of ['source', 'target'] as const)
    await lab.withoutBinaryLog(role, (rootUser) => rootUser.query("DROP USER 'cutover'@'%'"));
  [port, demoPort] = [await findFreePort(), await findFreePort()];
});

afterAll(async () => {
  await Promise.all(running.map(endTerminal));
  await lab?.stop();
  rmSync(join(copy, '..'), { recursive: true, force: true });
});

const env = (): NodeJS.ProcessEnv => ({ ...process.env, ...exported, FORCE_COLOR: '0' });

/** Types a command; it must succeed. Answers what it printed. */
function type(command: string, input = ''): string {
  const { status, stdout, stderr } = spawnSync('bash', ['-o', 'pipefail', '-c', command], {
    ...{ cwd: copy, env: env(), input, encoding: 'utf8', timeout: 120_000 },
  });
  expect({ command, status, stderr: status === 0 ? '' : stderr + stdout }).toEqual({ command, status: 0, stderr: '' });
  return stdout;
}

/** Types a command that goes on, in a terminal of its own, and waits until it serves. */
async function startInTerminal(command: string, url: string): Promise<void> {
  const child = spawn('bash', ['-c', `exec ${command}`], {
    ...{ cwd: copy, env: env(), stdio: 'ignore', detached: true },
  });
  running.push(child);
  await eventually(
    `${command} serves`,
    async () => (await fetch(`${url}/api/health/live`).catch(() => null))?.ok ?? false,
    // It builds first.
    240_000,
  );
}

/** Ctrl-C, which a terminal sends to everything that runs in it. */
async function endTerminal(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.pid === undefined) return;
  const ended = new Promise((done) => child.once('close', done));
  process.kill(-child.pid, 'SIGINT');
  await ended;
}

/** Values that a reader fills in where the example says so. */
function fillIn(): void {
  const file = join(copy, 'cutover.yaml');
  let text = readFileSync(file, 'utf8');
  for (const [role, name] of [
    ['source', 'db-old.example.internal'],
    ['target', 'db-new.example.internal'],
  ] as const) {
    expect(text).toContain(`host: ${name}\n      port: 3306`);
    text = text.replace(`host: ${name}\n      port: 3306`, `host: 127.0.0.1\n      port: ${lab.endpoints[role].port}`);
  }
  text = text.replaceAll('ca: /etc/cutover/ca.pem', `ca: ${lab.endpoints.source.tls.ca}`);
  writeFileSync(file, text.replace('port: 8080', `port: ${port}`));
}

/** How a line is typed where it is not just typed. The first that matches counts. */
const ways: readonly [RegExp, (line: string) => Promise<unknown> | unknown][] = [
  [
    /^npm run demo$/,
    () => startInTerminal(`npm run demo -- --rows 20000 --port ${demoPort}`, `http://127.0.0.1:${demoPort}`),
  ],
  [/^cp cutover\.example\.yaml/, (line) => (type(line), fillIn())],
  [
    /^export /,
    (line) => {
      for (const [, name = ''] of line.matchAll(/(\w+)='…'/g)) exported[name] = password;
    },
  ],
  [/^npm run build && npm start$/, async () => (type('npm run build'), await startServer())],
  [/^npm start$/, () => startServer()],
  [/hash-password/, (line) => expect(type(line, 'a long enough password\n')).toMatch(/scrypt\$/)],
  [/check-config/, (line) => expect(type(line)).toMatch(/OK shop target .* every right is there/)],
  [
    /localhost:8080/,
    (line) => type(line.replaceAll('localhost:8080', `127.0.0.1:${port}`).replaceAll('curl ', 'curl -f ')),
  ],
];

let isServing = false;
async function startServer(): Promise<void> {
  if (isServing) return;
  isServing = true;
  await startInTerminal('npm start', `http://127.0.0.1:${port}`);
}

async function runSql({ lines }: DocumentBlock): Promise<void> {
  const text = lines.join('\n').replaceAll("'…'", `'${password}'`);
  const parts = [...text.matchAll(/^-- (source|target|both)\b.*\n([^]*?)(?=^-- |(?![^]))/gm)];
  for (const role of ['source', 'target'] as const) {
    // In one session, as the first line of the side wants it.
    const own = parts.filter(([, on]) => on === role || on === 'both').map(([, , statements = '']) => statements);
    expect(await runClient(lab, role, own.join(''))).toMatchObject({ code: 0, errors: '' });
  }
}

async function run(block: DocumentBlock): Promise<void> {
  ran.push(block.place);
  if (block.language === 'sql') return runSql(block);
  for (const line of block.lines.filter((each) => each.trim() !== '')) {
    const way = ways.find(([pattern]) => pattern.test(line));
    await (way === undefined ? type(line) : way[1](line));
  }
}

const toRun = (file: string): DocumentBlock[] =>
  blocks.filter((block) => block.file === file && block.notRun === null && block.runBy === null);

it('in the README work as they are written, in the order that it says', async () => {
  const own = toRun('README.md');
  const grants = own.filter(({ language }) => language === 'sql');
  expect(grants).toHaveLength(1);
  // "Create the account of the next section on both sides. Then:"
  for (const block of [...grants, ...own.filter(({ language }) => language === 'sh')]) await run(block);
});

it.each(['docs/monitor-my-own-pair.md', 'docs/verify.md', 'docs/prometheus.md'])(
  'in %s work as they are written',
  async (file) => {
    for (const block of toRun(file)) await run(block);
  },
);

it('in every other document are run, or the document says why not', () => {
  const unsaid = blocks.filter(({ place, notRun, runBy }) => notRun === null && runBy === null && !ran.includes(place));
  expect(unsaid.map(({ place }) => place)).toEqual([]);
});

it('that another test runs are read there from the document', () => {
  for (const { file, runBy } of blocks)
    if (runBy !== null) expect(readFileSync(join(root, runBy), 'utf8')).toContain(`'${file}'`);
});
