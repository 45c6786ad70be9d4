import { spawn } from 'node:child_process';
import { connect } from 'node:net';
import { until } from '../deadline.js';
import { dialects } from '../dialects/registry.js';
import { LabError } from '../lab.errors.js';
import type { LabHome } from '../lab-home.js';
import type { Role } from '../roles.js';
import { lastLinesOf } from './error-log.js';
import { findServerPid } from './process-table.js';
import { findProgram } from './programs.js';
import type { ServerSoftware } from './software.js';

const startTimeoutMs = 60_000;
const stopTimeoutMs = 30_000;

/** One of the two servers as a process. It outlives whoever started it. */
export class LabServer {
  constructor(
    private readonly home: LabHome,
    readonly role: Role,
    readonly port: number,
    /** Path of the unix socket. */
    readonly socket: string,
    private readonly software: ServerSoftware,
  ) {}

  /** The process that serves this lab's side, undefined when it does not run. */
  pid(): number | undefined {
    return findServerPid(this.home.defaultsFile(this.role));
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
      const { serverProgram } = dialects[this.software.flavor];
      const child = spawn(
        findProgram(serverProgram, this.software.root),
        [`--defaults-file=${this.home.defaultsFile(this.role)}`],
        {
          argv0: serverProgram,
          cwd: this.home.serverFolder(this.role),
          detached: true,
          stdio: 'ignore',
        },
      );
      child.once('exit', () => (hasEnded = true));
      child.once('error', () => (hasEnded = true));
      child.unref();
    }
    const deadline = Date.now() + startTimeoutMs;
    while (!(await this.greets())) {
      if (hasEnded || Date.now() > deadline) throw await this.failure(hasEnded ? 'ended' : 'did not answer in time');
      await new Promise((resolve) => setTimeout(resolve, 30));
    }
  }

  /** Shuts the server down in good order. */
  async stop(): Promise<void> {
    await this.end('SIGTERM').catch(() => this.end('SIGKILL'));
  }

  /** Ends the server at once, as a crash would. */
  async kill(): Promise<void> {
    await this.end('SIGKILL');
  }

  private async end(signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
    const pid = this.pid();
    if (pid === undefined) return;
    process.kill(pid, signal);
    await until(`the ${this.role} server to end`, async () => (this.pid() === pid ? undefined : true), {
      timeoutMs: stopTimeoutMs,
      pauseMs: 20,
      advice: `End process ${pid} yourself, then run this again.`,
    });
  }

  /** A server greets whoever connects; until it is ready the socket is missing or silent. */
  private greets(): Promise<boolean> {
    return new Promise((resolve) => {
      const probe = connect(this.socket);
      const answer = (isReady: boolean): void => {
        probe.destroy();
        resolve(isReady);
      };
      probe.setTimeout(1000, () => answer(false));
      probe.once('data', () => answer(true));
      probe.once('error', () => answer(false));
      probe.once('close', () => answer(false));
    });
  }

  private async failure(what: string): Promise<LabError> {
    const log = this.home.errorLog(this.role);
    return new LabError(
      `The ${this.role} server ${what} while starting. The end of ${log}:\n${await lastLinesOf(log)}`,
      'Run "npm run lab -- down" and "npm run lab -- up" to begin from nothing.',
    );
  }
}
