/** The server is too old for what is asked of it: statements would fail later, at a worse place. */
export class UnsupportedVersion extends Error {
  readonly code = 'VERSION_UNSUPPORTED';

  constructor(version: string) {
    super(`this server is ${version}, which is too old`);
  }
}
