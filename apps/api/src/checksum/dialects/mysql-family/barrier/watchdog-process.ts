import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { createInterface } from 'node:readline';
import type { EndpointConfig } from '../../../../config/config.schema.js';
import { BarrierRefused } from '../../../comparison/barrier/barrier-dialect.js';
import { watchdogFile } from './watchdog-file.js';
import { watchdogDone, watchdogReady } from './watchdog-protocol.js';

/** Start of the program and its connection together. */
const readyWithinMs = 10_000;
/** Longer than it watches over replication that runs again at once. */
const actWithinMs = 10_000;

/** The other process that starts replication again when this one cannot. */
export class WatchdogProcess {
  private constructor(private readonly child: ChildProcess) {}

  /**
   * Resolves when it is connected to the target. Rejects with BarrierRefused: without it nothing must be stopped. It
   * gets no environment, and lives on when this process dies.
   */
  static async start(endpoint: EndpointConfig): Promise<WatchdogProcess> {
    if (!existsSync(watchdogFile))
      throw new BarrierRefused(
        `the program that watches over replication is missing (${watchdogFile}): build or install Cutover again`,
      );
    const child = spawn(process.execPath, [watchdogFile], {
      detached: true,
      stdio: ['pipe', 'pipe', 'ignore'],
      env: {},
    });
    child.unref();
    const isReady = new Promise<boolean>((resolve) => {
      const timer = setTimeout(() => resolve(false), readyWithinMs);
      const settle = (answer: boolean): void => {
        clearTimeout(timer);
        resolve(answer);
      };
      child.on('error', () => settle(false));
      child.once('exit', () => settle(false));
      child.stdin.on('error', () => settle(false));
      createInterface({ input: child.stdout }).once('line', (line) => settle(line === watchdogReady));
    });
    child.stdin.write(`${JSON.stringify(endpoint)}\n`);
    if (await isReady) return new WatchdogProcess(child);
    child.kill();
    throw new BarrierRefused(
      'the program that watches over replication did not start or could not connect to the target',
    );
  }

  /** Replication runs again: nothing is left to do. */
  dismiss(): void {
    this.child.stdin?.end(`${watchdogDone}\n`);
  }

  /** Replication may stand still, and we cannot help it: lets it act. Resolves when it has, or after a while: the next barrier must not meet it. */
  async letGo(): Promise<void> {
    const { child } = this;
    child.stdin?.end();
    if (child.exitCode !== null || child.signalCode !== null) return;
    await once(child, 'exit', { signal: AbortSignal.timeout(actWithinMs) }).catch(() => undefined);
  }
}
