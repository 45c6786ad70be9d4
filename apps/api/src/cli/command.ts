import type { ParseArgsConfig } from 'node:util';

/** Where progress is shown: stderr, so that results can be piped. */
export interface StatusLine {
  /** True: a progress bar may be drawn over itself. */
  isTerminal: boolean;
  /** Width in characters. */
  columns(): number;
  /** Writes the text as it is, without a line end. */
  write(text: string): void;
}

/** All that a command may use of the outside. Tests put their own in its place. */
export interface Terminal {
  /** Writes one line to stdout. Control characters in it are shown by their code: several lines are several calls. */
  print(line: string): void;
  /** The same to stderr. */
  complain(line: string): void;
  /** Reads a secret: from a terminal without echo, else the first line of stdin. */
  readSecret(prompt: string): Promise<string>;
  status: StatusLine;
  /** Calls back on Ctrl-C or SIGTERM, which then do not end the process. Returns a function that takes this back. */
  onInterrupt(callback: () => void): () => void;
  env: Readonly<Record<string, string | undefined>>;
}

/** The options as they were typed, by name. */
export type CommandOptions = Record<string, string | boolean | (string | boolean)[] | undefined>;

/** One command of the command line; adding one is a file and a line in `commands.ts`. */
export interface Command {
  name: string;
  usage: string;
  summary: string;
  options: NonNullable<ParseArgsConfig['options']>;
  /** What a bare argument is, where the command takes exactly one: `FILE`. It stands under this name among the options. */
  argument?: string;
  /** Exit code for wrong use; default 2. For a command where 2 means something else. */
  exitUsage?: number;
  /** Resolves with the exit code. */
  run(options: CommandOptions, terminal: Terminal): Promise<number>;
}
