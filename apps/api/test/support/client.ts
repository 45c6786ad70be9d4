import { spawn } from 'node:child_process';
import type { Lab } from '@cutover/lab';
import type { Role } from '@cutover/contracts';

/**
 * Runs a script with the real command-line client, as an administrator would: `mariadb < file`, which ends at the first
 * error. Answers its exit code and what it printed, errors by themselves.
 */
export function runClient(
  lab: Lab,
  role: Role,
  script: string,
  account: { user?: string; password?: string; options?: readonly string[] } = {},
): Promise<{ code: number | null; errors: string; output: string }> {
  const { socketPath, user, password, database, options = [] } = { ...lab.admin(role), ...account };
  const args = ['--no-defaults', ...options, `--socket=${socketPath}`, `--user=${user}`, String(database)];
  const child = spawn('mariadb', args, {
    stdio: ['pipe', 'pipe', 'pipe'],
    env: { PATH: process.env['PATH'], MYSQL_PWD: String(password) },
  });
  let errors = '';
  let output = '';
  child.stdout.on('data', (data: Buffer) => (output += data.toString()));
  child.stderr.on('data', (data: Buffer) => (errors += data.toString()));
  // A client that ends early closes its input; its exit code tells.
  child.stdin.on('error', () => undefined);
  child.stdin.end(script);
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, errors, output }));
  });
}
