import { hashPassword } from '../platform/access/password-hashing.js';
import type { Command } from './command.js';

/** Shorter ones are guessed, whatever the hash. */
const minPasswordCharacters = 8;

/** `hash-password`: never takes the password as an argument, where `ps` and the shell's history would keep it. */
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
