import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { createInterface } from 'node:readline';
import type { EndpointConfig } from '../../../../config/config.schema.js';
import { BarrierRefused } from '../../../comparison/barrier/barrier-dialect.js';
import { watchdogFile } from './watchdog-file.js';
import { watchdogDone, watchdogReady } from './watchdog-protocol.js';

/** Time limit for starting the program and connecting it to the target. */
const readyWithinMs = 10_000;
/** Time limit for its work. It watches for some seconds that replication keeps running; this is longer. */
const actWithinMs = 10_000;

/** Starts and ends the watchdog: a process that starts replication again when this one cannot. */
export class WatchdogProcess {
  private constructor(private readonly child: ChildProcess) {}

  /**
   * Resolves when the watchdog is connected to the target. Rejects with BarrierRefused: without it nothing may be
   * stopped. The watchdog gets no environment, and outlives this process.
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

  /** Ends the watchdog: replication runs again. */
  dismiss(): void {
    this.child.stdin?.end(`${watchdogDone}\n`);
  }

  /**
   * Lets the watchdog act, because replication may be stopped and we cannot start it. Resolves when it has acted, or
   * after a while. The next barrier must not begin before.
   */
  async letGo(): Promise<void> {
    const { child } = this;
    child.stdin?.end();
    if (child.exitCode !== null || child.signalCode !== null) return;
    await once(child, 'exit', { signal: AbortSignal.timeout(actWithinMs) }).catch(() => undefined);
  }
}
