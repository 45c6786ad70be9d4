import { existsSync } from 'node:fs';
import { readdir, rm } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import {
  findFreePort,
  startCutover,
  writeCutoverConfig,
  type AnyLab,
  type CutoverConfigOptions,
  type CutoverProcess,
} from '@cutover/lab';

const root = resolve(__dirname, '../../..');

/** What a test sets in the configuration. */
export type ApiSettings = Pick<CutoverConfigOptions, 'monitoring' | 'migration' | 'sides' | 'sections'>;

/** The built API serving the built dashboard, watching a lab; it can be ended and begun again on the same address. */
export class ApiProcess {
  private constructor(
    private process: CutoverProcess,
    private readonly configPath: string,
    private readonly port: number,
  ) {}

  /**
   * Starts it with short intervals, so that tests wait for what happens and not for the clock.
   * @throws with what to build, when something is not built.
   */
  static async start(
    lab: AnyLab,
    folder: string,
    { monitoring, sections, ...settings }: ApiSettings = {},
  ): Promise<ApiProcess> {
    for (const built of ['apps/api/dist/api.js', 'apps/web/dist/index.html'])
      if (!existsSync(join(root, built))) throw new Error(`${built} is missing: run "npm run build" first`);
    const port = await findFreePort();
    const configPath = writeCutoverConfig(folder, lab.endpoints, {
      ...settings,
      port,
      monitoring: { intervalSeconds: 1, consistencyIntervalMinutes: 1, proofWaitSeconds: 5, ...monitoring },
      sections: { alerts: { holdSeconds: 1, resolveSamples: 1 }, ...sections },
    });
    return new ApiProcess(await startCutover(root, configPath, port), configPath, port);
  }

  get url(): string {
    return this.process.url;
  }

  /** Ends it as a crash would. */
  async kill(): Promise<void> {
    await this.process.kill();
  }

  /** Removes its store while it is ended: the next one knows of no comparison. */
  async forget(): Promise<void> {
    const folder = dirname(this.configPath);
    for (const name of await readdir(folder))
      if (name.startsWith('cutover.sqlite')) await rm(join(folder, name), { force: true });
  }

  async restart(): Promise<void> {
    this.process = await startCutover(root, this.configPath, this.port);
  }

  async stop(): Promise<void> {
    await this.process.stop();
  }
}
