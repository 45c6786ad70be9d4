import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { findFreePort, startCutover, writeCutoverConfig, type AnyLab, type CutoverProcess } from '@cutover/lab';

const root = resolve(__dirname, '../../../..');

/** The built product as a process, on the lab's pair, with intervals short enough for a test. */
export interface Product extends CutoverProcess {
  /** Its store, an SQLite file: for what has to be on disk before a test ends the process as a crash would. */
  readonly storeFile: string;
  /** Fetches JSON from the API; throws for an unexpected status. */
  get<T>(path: string): Promise<T>;
  send(method: string, path: string, body?: unknown): Promise<Response>;
  /** Starts it again on the same configuration and store. */
  restart(): Promise<Product>;
  /** Stops it and removes its files. */
  end(): Promise<void>;
}

export interface ProductOptions {
  monitoring?: Record<string, unknown>;
  /** Keys of the migration that are added, or that replace ours. */
  migration?: Record<string, unknown>;
  /** Keys of both sides that are added, or that replace ours; undefined takes one away. */
  sides?: Record<string, unknown>;
  /** Sections of the configuration that are added, or that replace ours. */
  sections?: Record<string, unknown>;
  headers?: Record<string, string>;
}

/** Starts it and waits until it serves. */
export async function startProduct(lab: Pick<AnyLab, 'endpoints'>, options: ProductOptions = {}): Promise<Product> {
  const folder = mkdtempSync(join(tmpdir(), 'cutover-product-'));
  const port = await findFreePort();
  const config = writeCutoverConfig(folder, lab.endpoints, {
    port,
    monitoring: {
      intervalSeconds: 1,
      checksumIntervalMinutes: 0.1,
      consistencyIntervalMinutes: 0.1,
      proofWaitSeconds: 3,
      ...options.monitoring,
    },
    migration: options.migration,
    sides: options.sides,
    sections: { alerts: { holdSeconds: 1, resolveSamples: 2 }, ...options.sections },
  });
  return wrap(await startCutover(root, config, port));

  function wrap(process: CutoverProcess): Product {
    const send = (method: string, path: string, body?: unknown): Promise<Response> =>
      fetch(process.url + path, {
        method,
        // A connection that has been idle may be ended by the server just when it is used again.
        headers: {
          connection: 'close',
          ...options.headers,
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
    return {
      ...process,
      storeFile: join(folder, 'cutover.sqlite'),
      send,
      get: async <T>(path: string): Promise<T> => {
        let answer = await send('GET', path);
        // A test that polls for minutes on a busy machine reaches the rate limit: it waits as long as the answer says.
        while (answer.status === 429) {
          await pause(1000 * Number(answer.headers.get('retry-after') ?? 1));
          answer = await send('GET', path);
        }
        if (!answer.ok) throw new Error(`GET ${path}: ${answer.status} ${await answer.text()}`);
        return (await answer.json()) as T;
      },
      restart: async () => wrap(await startCutover(root, config, port)),
      end: async () => {
        await process.stop();
        rmSync(folder, { recursive: true, force: true });
      },
    };
  }
}
