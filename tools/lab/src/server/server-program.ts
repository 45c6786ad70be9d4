/** How the server process of one side is started, found, asked and ended. */
export interface ServerProgram {
  /** Path of the unix socket. */
  readonly socket: string;
  readonly errorLog: string;
  /** Orderly shutdown, however many clients are connected. */
  readonly stopSignal: NodeJS.Signals;
  /** The end at once, as by a crash. */
  readonly killSignal: NodeJS.Signals;
  /** What to start. Called only when it does not run. */
  command(): ServerCommand;
  /** The process that serves this lab's side, undefined when it does not run. */
  findPid(): number | undefined;
  /** The processes that make its files. They run on when whoever started them is ended, and must be ended too. */
  findInstallers(): readonly number[];
  /** Whether it takes connections. */
  isReady(): Promise<boolean>;
}

/** A process to start; it will outlive whoever starts it. */
export interface ServerCommand {
  readonly path: string;
  readonly parameters: readonly string[];
  readonly folder: string;
  /** The name under which it is started, where that is not its path. */
  readonly argv0?: string;
  /** File for what it prints; without one that is dropped. */
  readonly output?: string;
  readonly environment?: NodeJS.ProcessEnv;
  /** The account it runs under, ours unless named. */
  readonly account?: { readonly uid: number; readonly gid: number };
}
