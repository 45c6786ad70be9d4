import type { ParseArgsConfig } from 'node:util';

/** What a command may use of the outside, so that tests can hold it. */
export interface Terminal {
  /** One line to stdout. */
  print(line: string): void;
  /** One line to stderr. */
  complain(line: string): void;
  /** A secret from the terminal without echo, or the first line of stdin when that is no terminal. */
  readSecret(prompt: string): Promise<string>;
  env: Readonly<Record<string, string | undefined>>;
}

export type CommandOptions = Record<string, string | boolean | (string | boolean)[] | undefined>;

/** One command of the command line; adding one is a file and a line in `commands.ts`. */
export interface Command {
  name: string;
  usage: string;
  summary: string;
  options: NonNullable<ParseArgsConfig['options']>;
  /** Resolves with the exit code. */
  run(options: CommandOptions, terminal: Terminal): Promise<number>;
}
