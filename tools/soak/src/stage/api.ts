import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { startCutover, type CutoverProcess } from '@cutover/lab';

/** The built API, as `npm start` runs it, on one configuration, port and store for the whole soak. */
export class Api {
  private process: CutoverProcess | null = null;
  starts = 0;

  constructor(
    private readonly root: string,
    readonly configPath: string,
    private readonly port: number,
    private readonly folder: string,
  ) {}

  get isUp(): boolean {
    return this.process !== null;
  }

  async start(): Promise<void> {
    this.process = await startCutover(this.root, this.configPath, this.port);
    this.starts += 1;
  }

  async kill(): Promise<void> {
    await this.end((process) => process.kill());
  }

  async stop(): Promise<void> {
    await this.end((process) => process.stop());
  }

  /** What it answers, as JSON; null when it gives none. */
  async ask<T>(path: string, method = 'GET', body?: unknown): Promise<T | null> {
    const json =
      body === undefined ? {} : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
    try {
      const url = `http://127.0.0.1:${this.port}${path}`;
      const answer = await fetch(url, { method, ...json, signal: AbortSignal.timeout(20_000) });
      return answer.ok ? ((await answer.json()) as T) : null;
    } catch {
      return null;
    }
  }

  private async end(work: (process: CutoverProcess) => Promise<unknown>): Promise<void> {
    const { process } = this;
    if (process === null) return;
    this.process = null;
    await work(process);
    appendFileSync(join(this.folder, 'api.log'), process.output());
  }
}
