import { hashPassword } from '../platform/access/password-hashing.js';
import type { Command } from './command.js';

/** A shorter password can be guessed, however good its hash. */
const minPasswordCharacters = 8;

/**
 * `hash-password`: prints the hash of a password. It never takes the password as an argument, which `ps` and the
 * history of the shell would show.
 */
export const hashPasswordCommand: Command = {
  name: 'hash-password',
  usage: 'hash-password',
  summary: 'asks for a password (or reads a line from stdin) and prints its hash for auth.users',
  options: {},
  async run(_options, terminal) {
    const password = await terminal.readSecret('Password: ');
    if (password.length < minPasswordCharacters) {
      terminal.complain(`the password needs at least ${minPasswordCharacters} characters`);
      return 1;
    }
    terminal.print(await hashPassword(password));
    return 0;
  },
};
