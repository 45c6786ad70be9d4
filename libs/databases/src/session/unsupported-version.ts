/** The server is too old for what is asked of it: statements would fail later, at a worse place. */
export class UnsupportedVersion extends Error {
  readonly code = 'VERSION_UNSUPPORTED';

  /** `version` of the server, with its name; `what` it is to be, such as `a target`; the `oldest` version that may be that. */
  constructor(version: string, { what, oldest }: { what: string; oldest: string }) {
    super(`this server is ${version}, which is too old for ${what}: it must be ${oldest} or newer`);
  }
}
