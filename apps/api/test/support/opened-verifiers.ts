import type { Lab } from '@cutover/lab';
import { configOf } from './lab-pair.js';
import { startVerifier, type Verifier } from './verifier.js';

type ConfigParts = Parameters<typeof configOf> extends [unknown, ...infer Rest] ? Rest : never;

/** Opens verifiers of a configuration; each is closed after its test. */
export function openedVerifiers(lab: () => Lab): (...parts: ConfigParts) => Promise<Verifier> {
  const opened: Verifier[] = [];
  afterEach(async () => {
    await Promise.all(opened.splice(0).map((verifier) => verifier.close()));
  });
  return async (...parts) => {
    const verifier = await startVerifier(lab(), configOf(lab(), ...parts));
    opened.push(verifier);
    return verifier;
  };
}
