import { readdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { bringUp, readFinished, type UpOptions } from './bring-up.js';
import type { OwnEngineName } from './engines/engine-name.js';
import type { LabTypes } from './engines/engine.js';
import { engines } from './engines/registry.js';
import type { Lab } from './lab.js';
import { LabHome } from './lab-home.js';
import { engineOf, ownerOf, readState, type LabOwner } from './lab-state.js';

/** A lab of which nobody needs to know the engine. */
export type AnyLab = Lab<LabTypes>;

/** Brings a lab up, of this engine: without one, of the engine of the lab in this home, else MariaDB. */
export async function startAnyLab(engine: OwnEngineName | undefined, options: UpOptions): Promise<AnyLab> {
  const name = engine ?? engineOf((await readState(new LabHome(resolve(options.home)).stateFile)) ?? {});
  return bringUp(name, engines[name], options);
}

/**
 * Finds a lab that has been started before, of whatever engine.
 * @throws LabError when there is none in this folder, or its start has not come to its end.
 */
export async function openAnyLab(folder: string): Promise<AnyLab> {
  const home = new LabHome(resolve(folder));
  const state = await readFinished(home);
  return engines[engineOf(state)].open(home, state);
}

/** Removes whatever lab is in this folder, finished or not. Returns false when there is none. */
export async function removeLab(folder: string): Promise<boolean> {
  const home = new LabHome(resolve(folder));
  const state = await readState(home.stateFile);
  if (state) await engines[engineOf(state)].open(home, state).stop();
  return state !== undefined;
}

/** Removes every lab at any depth below this folder. @throws the first failure, after it has tried all. */
export async function removeLabsBelow(folder: string): Promise<void> {
  const removals = await Promise.allSettled((await labsBelow(resolve(folder))).map(removeLab));
  for (const removal of removals) if (removal.status === 'rejected') throw removal.reason;
}

async function labsBelow(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  if (entries.some(({ name }) => join(folder, name) === new LabHome(folder).stateFile)) return [folder];
  const folders = entries.filter((entry) => entry.isDirectory()).map(({ name }) => join(folder, name));
  return (await Promise.all(folders.map(labsBelow))).flat();
}

/** Who removes the lab in this folder, finished or not; undefined when there is none. */
export async function ownerOfLab(folder: string): Promise<LabOwner | undefined> {
  const state = await readState(new LabHome(resolve(folder)).stateFile);
  return state && ownerOf(state);
}
