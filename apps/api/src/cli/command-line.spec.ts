import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { verifyPassword } from '../platform/access/password-hashing.js';
import { aReport } from '../../test/support/a-report.js';
import { reportText } from '../report/report-text.js';
import { signReport } from '../report/sign-report.js';
import { commands } from './commands.js';
import { runCommandLine } from './run-command-line.js';

function terminal(secret = '', env: Record<string, string> = {}) {
  const printed: string[] = [];
  const complaints: string[] = [];
  return {
    printed,
    complaints,
    print: (line: string) => void printed.push(line),
    complain: (line: string) => void complaints.push(line),
    readSecret: async () => secret,
    status: { isTerminal: false, columns: () => 80, write: () => undefined },
    onInterrupt: () => () => undefined,
    env,
  };
}

describe('the command line', () => {
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'cutover-cli-'))));
  afterEach(() => rmSync(folder, { recursive: true }));

  it.each([[['bogus']], [[]], [['check-config', '--bogus']], [['hash-password', 'hunter22']]])(
    'answers %j with its usage and 3, echoing no stray argument',
    async (argv) => {
      const seen = terminal();
      expect(await runCommandLine(argv, commands, seen)).toBe(3);
      expect(seen.complaints.join('\n')).toContain('usage: npm run cutover -- ');
      expect(seen.complaints.join('\n')).not.toContain('hunter22');
    },
  );

  it('answers the first word of several commands with those alone', async () => {
    for (const argv of [['backup'], ['backup', 'runn'], ['backup', '--help']]) {
      const seen = terminal();
      const isHelp = argv.includes('--help');
      expect(await runCommandLine(argv, commands, seen)).toBe(isHelp ? 0 : 3);
      const said = (isHelp ? seen.printed : seen.complaints).join('\n');
      expect(said).toContain('backup run [--config FILE]');
      expect(said).not.toContain('check-config [--config FILE]');
      expect(said).not.toContain('runn');
    }
  });

  it.each([[['--help']], [['check-config', '--help']]])('answers %j with help and 0', async (argv) => {
    const seen = terminal();
    expect(await runCommandLine(argv, commands, seen)).toBe(0);
    expect(seen.printed.join('\n')).toContain('check-config [--config FILE]');
  });

  it('prints a hash that the password fits, and nothing else', async () => {
    const seen = terminal('correct horse');
    expect(await runCommandLine(['hash-password'], commands, seen)).toBe(0);
    expect(seen.printed).toHaveLength(1);
    expect(await verifyPassword('correct horse', seen.printed[0] ?? '')).toBe(true);
    expect(await verifyPassword('correct horsf', seen.printed[0] ?? '')).toBe(false);
  });

  it('refuses a short password', async () => {
    const seen = terminal('short');
    expect(await runCommandLine(['hash-password'], commands, seen)).toBe(1);
    expect(seen.printed).toEqual([]);
  });

  it('writes the JSON Schema to a file, or prints it', async () => {
    const file = join(folder, 'schema.json');
    const seen = terminal();
    expect(await runCommandLine(['schema', '--write', file], commands, seen)).toBe(0);
    expect(await runCommandLine(['schema'], commands, seen)).toBe(0);
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(JSON.parse(seen.printed.join('\n')));
  });

  it('answers a faulty file with one line a fault and 3', async () => {
    const file = join(folder, 'c.yaml');
    writeFileSync(file, 'server: { prot: 1 }\n');
    const seen = terminal();
    expect(await runCommandLine(['check-config', '--config', file], commands, seen)).toBe(3);
    expect(seen.complaints.sort()).toEqual([
      `${file}: migrations: is missing: name a migration to watch, or servers to back up (backups.servers)`,
      `${file}: server.prot: unknown key; did you mean "port"?`,
    ]);
  });

  it('answers servers that refuse the connection with one line each and 3', async () => {
    const file = join(folder, 'c.yaml');
    const side = (port: number) => `{ host: 127.0.0.1, port: ${port}, username: u, password: hunter22 }`;
    // Nothing ever listens on the first two ports.
    writeFileSync(file, `migrations: [{ name: m, source: ${side(1)}, target: ${side(2)}, databases: [d] }]`);
    const seen = terminal();
    expect(await runCommandLine(['check-config'], commands, { ...seen, env: { CUTOVER_CONFIG: file } })).toBe(3);
    expect(seen.printed).toEqual([`OK ${file}`]);
    expect(seen.complaints).toHaveLength(2);
    expect(seen.complaints[0]).toMatch(/^m source 127\.0\.0\.1:1: /);
    expect(seen.complaints.join()).not.toContain('hunter22');
  });

  it('lets no report write lines of its own, or hide those below its name', async () => {
    const file = join(folder, 'report.json');
    const migration = 'shop, safe.\n(the key is that of this installation)\u001b[8m\u202e';
    const { privateKey } = generateKeyPairSync('ed25519');
    writeFileSync(file, reportText(signReport(aReport({ migration }), privateKey)));
    const seen = terminal();
    expect(await runCommandLine(['verify-report', file], commands, seen)).toBe(0);
    expect(seen.printed).toEqual([
      expect.stringContaining('shop, safe.\\u000a(the key is that of this installation)\\u001b[8m\\u202e'),
      expect.stringMatching(/^Anybody can sign with a key of their own/),
    ]);
  });
});
