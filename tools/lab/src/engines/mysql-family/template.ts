import { cp, mkdir } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { LabError } from '../../lab.errors.js';
import { LabHome } from '../../lab-home.js';
import { readState, type LabState } from '../../lab-state.js';
import { roles } from '../../roles.js';

/** What two labs from one template have in common: the accounts lie in the servers' files with their passwords. */
export type TemplateState = Pick<
  LabState,
  'rows' | 'rootPassword' | 'replicationPassword' | 'shopPassword' | 'cutoverPasswords'
>;

/**
 * Reads what a template holds. A template is a lab that was seeded, never replicated, and whose servers have stopped.
 * @throws LabError when there is none in this folder.
 */
export async function readTemplate(folder: string): Promise<TemplateState> {
  const state = await readState(new LabHome(folder).stateFile);
  if (!state?.isTemplate) throw new LabError(`${folder} holds no template of a lab.`, 'Make one with makeTemplate().');
  const { rows, rootPassword, replicationPassword, shopPassword, cutoverPasswords } = state;
  return { rows, rootPassword, replicationPassword, shopPassword, cutoverPasswords };
}

/** Copies certificates, keys and the servers' files. Their configuration is not copied: it names ports and folders. */
export async function copyTemplate(folder: string, to: LabHome): Promise<void> {
  const from = new LabHome(folder);
  const parts = [from.tlsFolder, from.encryptionKey, ...roles.map((role) => from.filesFolder(role))];
  await Promise.all(roles.map((role) => mkdir(to.serverFolder(role), { recursive: true, mode: 0o700 })));
  for (const part of parts) await cp(part, join(to.folder, relative(from.folder, part)), { recursive: true });
}
