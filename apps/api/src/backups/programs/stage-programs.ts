import type { Compression } from '@cutover/contracts';
import { hasProgram } from './client-program.js';

/** Pure: the programs that bytes of a backup go through, each the name of its package, too. */
export function stagePrograms(compression: Compression, isEncrypted: boolean): string[] {
  return [...(compression === 'zstd' ? ['zstd'] : []), ...(isEncrypted ? ['age'] : [])];
}

/** Those that are not on this machine, as a sentence each. */
export async function missingStagePrograms(compression: Compression, isEncrypted: boolean): Promise<string[]> {
  const names = stagePrograms(compression, isEncrypted);
  const found = await Promise.all(names.map(hasProgram));
  return names
    .filter((_, index) => !found[index])
    .map((name) => `The program ${name} is missing: install the package ${name}.`);
}
