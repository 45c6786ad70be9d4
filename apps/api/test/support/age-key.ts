import { execFileSync } from 'node:child_process';

/** The file with a secret key, and the recipient that backups are encrypted to. */
export interface AgeKey {
  file: string;
  recipient: string;
}

/** Makes a key of age. */
export function newAgeKey(file: string): AgeKey {
  execFileSync('age-keygen', ['-o', file], { stdio: 'ignore' });
  return { file, recipient: execFileSync('age-keygen', ['-y', file], { encoding: 'utf8' }).trim() };
}
