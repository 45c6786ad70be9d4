import { writeCutoverConfig, type Lab, type Role } from '@cutover/lab';
import { createAccount } from './other-account.js';
import { runCommand } from './run-command.js';

/** Runs a command; `ok` are the lines on stdout, `faults` those on stderr. */
export type RunCommand = (
  command: string,
  ...more: string[]
) => Promise<{ code: number; ok: string[]; faults: string[] }>;

/** What a command is run with. */
export interface CommandSetup {
  lab: Lab;
  /** For the configuration. */
  folder: string;
  /** The rights of the account `careful`, made for this. */
  grants: Record<Role, string[]>;
  /** Replaces keys of the configuration. */
  migration?: Record<string, unknown> | undefined;
}

/** Runs commands as an account with these rights would. */
export async function commandsAs(
  { lab, folder, grants, migration = {} }: CommandSetup,
  work: (run: RunCommand) => Promise<void>,
): Promise<void> {
  const { source, target, drop } = await createAccount(lab, 'careful', grants);
  const endpointOf = (role: Role, { username, password }: { username: string; password?: string | undefined }) => ({
    ...lab.endpoints[role],
    ...{ user: username, password: password ?? '' },
  });
  const endpoints = { source: endpointOf('source', source), target: endpointOf('target', target) };
  const config = writeCutoverConfig(folder, endpoints, { port: 1, migration });
  try {
    await work(async (command, ...more) => {
      const { code, printed, complaints } = await runCommand([command, '--config', config, ...more]);
      return { code, ok: printed, faults: complaints };
    });
  } finally {
    await drop();
  }
}
