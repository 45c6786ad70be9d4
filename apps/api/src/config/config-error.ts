/** The configuration cannot be used. `faults` has one readable line each; none holds a secret. */
export class ConfigError extends Error {
  constructor(
    /** File that was read, as the user named it. */
    readonly file: string,
    readonly faults: readonly string[],
  ) {
    super([`${file}: ${faults.length} ${faults.length === 1 ? 'fault' : 'faults'}`, ...faults].join('\n  '));
    this.name = 'ConfigError';
  }
}
