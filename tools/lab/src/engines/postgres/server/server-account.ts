import { execFileSync } from 'node:child_process';
import { LabError } from '../../../lab.errors.js';

/** An account of the operating system. */
export interface ServerAccount {
  readonly uid: number;
  readonly gid: number;
}

/** In this order: the account that Debian's package makes, and the one every system has. */
const names = ['postgres', 'nobody'];

/**
 * The account that the servers run under, undefined when it is ours: PostgreSQL refuses to run as root.
 * @throws LabError when we are root and there is no such account.
 */
export function serverAccount(): ServerAccount | undefined {
  if (process.getuid?.() !== 0) return undefined;
  for (const name of names) {
    const [uid, gid] = ['-u', '-g'].map((option) => numberOf(option, name));
    if (uid !== undefined && gid !== undefined) return { uid, gid };
  }
  throw new LabError(
    'PostgreSQL refuses to run as root, and there is neither an account "postgres" nor "nobody".',
    'Run the lab as another user, or make one: useradd --system postgres.',
  );
}

function numberOf(option: string, name: string): number | undefined {
  try {
    return Number(execFileSync('id', [option, name], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }));
  } catch {
    return undefined;
  }
}
