import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ownTestLab, startPostgresLab, type AnyLab, type Lab, type PostgresLab } from '@cutover/lab';
import type { Browser } from 'playwright-core';
import { ApiProcess, type ApiSettings } from './api-process.js';
import { openBrowser } from './browser.js';

/** A real pair of servers, the real product over it, and a real browser. */
export interface Stack<L extends AnyLab = Lab> {
  lab: L;
  api: ApiProcess;
  browser: Browser;
  stop: () => Promise<void>;
}

/** Of MariaDB. `monitoring` replaces settings of that section of the configuration; `sectionsOf` makes others. */
export function startStack(
  monitoring: Record<string, unknown> = {},
  sectionsOf?: StackSettings<Lab>['sectionsOf'],
): Promise<Stack> {
  return startOn(ownTestLab, { monitoring, sectionsOf });
}

/** Of PostgreSQL, with the fewest rows a shop can have. */
export function startPostgresStack(settings: StackSettings<PostgresLab>): Promise<Stack<PostgresLab>> {
  return startOn((home) => startPostgresLab({ home, rows: 1_000 }), settings);
}

interface StackSettings<L extends AnyLab> extends ApiSettings {
  /** What is made of the pair before the product sees it. */
  prepare?: (lab: L) => Promise<unknown>;
  /** Sections of the configuration that name the pair, or a folder that goes with the stack. */
  sectionsOf?: ((lab: L, folder: string) => NonNullable<ApiSettings['sections']>) | undefined;
}

/** Starts all three; what was started is ended again when a later one fails to start. */
async function startOn<L extends AnyLab>(
  startLab: (home: string) => Promise<L>,
  { prepare, sectionsOf, ...settings }: StackSettings<L>,
): Promise<Stack<L>> {
  const folder = await mkdtemp(join(tmpdir(), 'cutover-e2e-'));
  const ends: (() => Promise<unknown>)[] = [() => rm(folder, { recursive: true, force: true })];
  const stop = async (): Promise<void> => {
    for (const end of ends.splice(0).reverse()) await end();
  };
  try {
    const lab = await startLab(join(folder, 'lab'));
    ends.push(() => lab.stop());
    await prepare?.(lab);
    const api = await ApiProcess.start(lab, join(folder, 'api'), {
      ...settings,
      ...(sectionsOf && { sections: { ...settings.sections, ...sectionsOf(lab, folder) } }),
    });
    ends.push(() => api.stop());
    const browser = await openBrowser();
    ends.push(() => browser.close());
    return { lab, api, browser, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
