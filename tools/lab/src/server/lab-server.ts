import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { until } from '../deadline.js';
import { LabError } from '../lab.errors.js';
import type { Role } from '../roles.js';
import { lastLinesOf } from './error-log.js';
import type { ServerCommand, ServerProgram } from './server-program.js';

const startTimeoutMs = 60_000;
const stopTimeoutMs = 30_000;

/** One of the two servers as a process. It outlives whoever started it. */
export class LabServer {
  constructor(
    readonly role: Role,
    readonly port: number,
    private readonly program: ServerProgram,
  ) {}

  /** Path of the unix socket. */
  get socket(): string {
    return this.program.socket;
  }

  /** The process that serves this lab's side, undefined when it does not run. */
  pid(): number | undefined {
    return this.program.findPid();
  }

  isRunning(): boolean {
    return this.pid() !== undefined;
  }

  /**
   * Starts the server, if it does not run, and waits until it takes connections.
   * @throws LabError with the end of the error log when it does not come up.
   */
  async start(): Promise<void> {
    let hasEnded = false;
    if (!this.isRunning()) {
      const child = spawnServer(this.program.command());
      child.once('exit', () => (hasEnded = true));
      child.once('error', () => (hasEnded = true));
      child.unref();
    }
    const deadline = Date.now() + startTimeoutMs;
    while (!(await this.program.isReady())) {
      if (hasEnded || Date.now() > deadline) throw await this.failure(hasEnded ? 'ended' : 'did not answer in time');
      await new Promise((resolve) => setTimeout(resolve, 30));
    }
  }

  /** Shuts the server down in good order. */
  async stop(): Promise<void> {
    await this.end(this.program.stopSignal).catch(() => this.end('SIGKILL'));
  }

  /** Ends the server at once, as a crash would, and whoever is just making its files. */
  async kill(): Promise<void> {
    const { findInstallers } = this.program;
    for (const pid of findInstallers()) await this.signal(pid, 'SIGTERM', () => findInstallers().includes(pid));
    await this.end(this.program.killSignal);
  }

  private async end(signal: NodeJS.Signals): Promise<void> {
    const pid = this.pid();
    if (pid !== undefined) await this.signal(pid, signal, () => this.pid() === pid);
  }

  /** Sends a signal, and waits until the process is gone. */
  private async signal(pid: number, signal: NodeJS.Signals, isThere: () => boolean): Promise<void> {
    try {
      process.kill(pid, signal);
    } catch (error) {
      // It has ended by itself meanwhile.
      if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
    }
    await until(`the ${this.role} server to end`, async () => (isThere() ? undefined : true), {
      timeoutMs: stopTimeoutMs,
      pauseMs: 20,
      advice: `End process ${pid} yourself, then run this again.`,
    });
  }

  private async failure(what: string): Promise<LabError> {
    const log = this.program.errorLog;
    return new LabError(
      `The ${this.role} server ${what} while starting. The end of ${log}:\n${await lastLinesOf(log)}`,
      'Run "npm run lab -- down" and "npm run lab -- up" to begin from nothing.',
    );
  }
}

function spawnServer({ path, parameters, folder, argv0, output, environment, account }: ServerCommand): ChildProcess {
  const log = output === undefined ? ('ignore' as const) : openSync(output, 'a', 0o600);
  try {
    return spawn(path, [...parameters], {
      cwd: folder,
      detached: true,
      stdio: ['ignore', log, log],
      ...(argv0 === undefined ? {} : { argv0 }),
      ...(environment === undefined ? {} : { env: environment }),
      ...account,
    });
  } finally {
    if (typeof log === 'number') closeSync(log);
  }
}
