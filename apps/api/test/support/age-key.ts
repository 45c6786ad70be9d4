import { execFileSync } from 'node:child_process';

/** Makes a key of age: the file with its secret key, and the recipient that backups are encrypted to. */
export function newAgeKey(file: string): { file: string; recipient: string } {
  execFileSync('age-keygen', ['-o', file], { stdio: 'ignore' });
  return { file, recipient: execFileSync('age-keygen', ['-y', file], { encoding: 'utf8' }).trim() };
}
