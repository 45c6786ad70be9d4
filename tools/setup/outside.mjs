// Folders outside of the repository that Nx and swc make when nobody tells them where to keep things.
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { homedir, userInfo } from 'node:os';
import { join } from 'node:path';

/** Those that are there: the sockets of Nx for this workspace, and the unpacked program of swc. */
export function foldersOutside(root, home = homedir()) {
  const { uid } = userInfo();
  // How Nx names the folder of a workspace.
  const workspace = createHash('sha256').update(root.toLowerCase()).digest('hex').slice(0, 8);
  const sockets = [`/tmp/.nx/${uid}`, join(home, '.nx')].map((folder) => join(folder, 'sockets', workspace));
  return [...sockets, join(home, `.cache/swc-native-${uid}`)].filter((folder) => existsSync(folder));
}
