import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ownTestLab, type Lab } from '@cutover/lab';
import type { Browser } from 'playwright-core';
import { ApiProcess } from './api-process.js';
import { openBrowser } from './browser.js';

/** A real pair of servers, the real product over it, and a real browser. */
export interface Stack {
  lab: Lab;
  api: ApiProcess;
  browser: Browser;
  stop: () => Promise<void>;
}

/**
 * Starts all three; what was started is ended again when a later one fails to start. `monitoring` replaces settings of
 * that section of the configuration.
 */
export async function startStack(monitoring: Record<string, unknown> = {}): Promise<Stack> {
  const folder = await mkdtemp(join(tmpdir(), 'cutover-e2e-'));
  const ends: (() => Promise<unknown>)[] = [() => rm(folder, { recursive: true, force: true })];
  const stop = async (): Promise<void> => {
    for (const end of ends.splice(0).reverse()) await end();
  };
  try {
    const lab = await ownTestLab(join(folder, 'lab'));
    ends.push(() => lab.stop());
    const api = await ApiProcess.start(lab, join(folder, 'api'), monitoring);
    ends.push(() => api.stop());
    const browser = await openBrowser();
    ends.push(() => browser.close());
    return { lab, api, browser, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
