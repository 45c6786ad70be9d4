import type { Compression } from '@cutover/contracts';
import { hasProgram } from './client-program.js';

/** Names of the programs that bytes of a backup go through and that are not on this machine. Debian's packages have the same names. */
export async function missingStagePrograms(compression: Compression, isEncrypted: boolean): Promise<string[]> {
  const names = [...(compression === 'zstd' ? ['zstd'] : []), ...(isEncrypted ? ['age'] : [])];
  const found = await Promise.all(names.map(hasProgram));
  return names.filter((_, index) => !found[index]);
}

/** Pure: what is told of one of them. */
export const programMissing = (name: string): string => `The program ${name} is missing: install the package ${name}.`;
