import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { Role } from './roles.js';

/** Where everything of one lab lies. Only the sockets may lie elsewhere, see `socket-folder.ts`. */
export class LabHome {
  constructor(readonly folder: string) {}

  get stateFile(): string {
    return join(this.folder, 'lab.json');
  }

  get tlsFolder(): string {
    return join(this.folder, 'tls');
  }

  get ca(): string {
    return join(this.tlsFolder, 'ca.pem');
  }

  get clientCert(): string {
    return join(this.tlsFolder, 'client.pem');
  }

  get clientKey(): string {
    return join(this.tlsFolder, 'client.key');
  }

  serverFolder(role: Role): string {
    return join(this.folder, role);
  }

  defaultsFile(role: Role): string {
    return join(this.folder, role, 'my.cnf');
  }

  /** A server's data directory. */
  filesFolder(role: Role): string {
    return join(this.folder, role, 'files');
  }

  errorLog(role: Role): string {
    return join(this.folder, role, 'error.log');
  }

  /** Everything of the S3 server. */
  get s3Folder(): string {
    return join(this.folder, 's3');
  }

  /** The key that the target encrypts with. */
  get encryptionKey(): string {
    return join(this.serverFolder('target'), 'encryption.key');
  }

  serverCert(role: Role): string {
    return join(this.tlsFolder, `${role}.pem`);
  }

  serverKey(role: Role): string {
    return join(this.tlsFolder, `${role}.key`);
  }
}

/**
 * The home a lab has when none is named: CUTOVER_LAB_HOME, else `.lab` beside the workspace's package.json,
 * else `.lab` here.
 */
export function defaultHome(from: string = process.cwd(), environment: NodeJS.ProcessEnv = process.env): string {
  const named = environment['CUTOVER_LAB_HOME'];
  if (named) return resolve(from, named);
  for (let folder = resolve(from); ; folder = dirname(folder)) {
    if (isRepositoryRoot(folder)) return join(folder, '.lab');
    if (dirname(folder) === folder) return resolve(from, '.lab');
  }
}

function isRepositoryRoot(folder: string): boolean {
  if (existsSync(join(folder, 'nx.json'))) return true;
  const manifest = join(folder, 'package.json');
  if (!existsSync(manifest)) return false;
  try {
    const parsed: unknown = JSON.parse(readFileSync(manifest, 'utf8'));
    return typeof parsed === 'object' && parsed !== null && 'workspaces' in parsed;
  } catch {
    return false;
  }
}
