import { throughProgram, type Stage } from '../run/through-program.js';

/** What the name of an encrypted object ends with. */
export const ageEnding = '.age';

/**
 * Stages that encrypt and decrypt with the program `age`, whose format authenticates its last piece: an object that was cut does not
 * decrypt. Encrypting needs public keys only, so whoever takes over this machine cannot read older backups.
 */
export function encryptedTo(recipients: readonly string[], signal: AbortSignal): Stage {
  return throughProgram('age', ['--encrypt', ...recipients.flatMap((key) => ['--recipient', key])], signal);
}

/** `identityFiles`: files with a secret key, of `age-keygen`. */
export function decryptedWith(identityFiles: readonly string[], signal: AbortSignal): Stage {
  return throughProgram('age', ['--decrypt', ...identityFiles.flatMap((file) => ['--identity', file])], signal);
}
