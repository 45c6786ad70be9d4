import type { ParseArgsConfig } from 'node:util';

/** Where progress is shown: stderr, so that results can be piped. */
export interface StatusLine {
  /** A bar may be drawn over and over. */
  isTerminal: boolean;
  /** Width in characters. */
  columns(): number;
  /** Text as it is, without a line end of its own. */
  write(text: string): void;
}

/** What a command may use of the outside, so that tests can hold it. */
export interface Terminal {
  /** One line to stdout. */
  print(line: string): void;
  /** One line to stderr. */
  complain(line: string): void;
  /** A secret from the terminal without echo, or the first line of stdin when that is no terminal. */
  readSecret(prompt: string): Promise<string>;
  status: StatusLine;
  /** Calls back once, on Ctrl-C or SIGTERM, instead of ending the process. Answers how to take that back. */
  onInterrupt(callback: () => void): () => void;
  env: Readonly<Record<string, string | undefined>>;
}

export type CommandOptions = Record<string, string | boolean | (string | boolean)[] | undefined>;

/** One command of the command line; adding one is a file and a line in `commands.ts`. */
export interface Command {
  name: string;
  usage: string;
  summary: string;
  options: NonNullable<ParseArgsConfig['options']>;
  /** Exit code for wrong use, where 2 means something else. */
  exitUsage?: number;
  /** Resolves with the exit code. */
  run(options: CommandOptions, terminal: Terminal): Promise<number>;
}
