/** Process environment, or a stand-in for it. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** Where the configuration was read from: for what is read later by the same rules, from the metadata store. */
export interface ConfigSource {
  /** Paths in the configuration are relative to its folder. */
  file: string;
  /** What `${NAME}` stands for. */
  env: Environment;
  /** `backups:` as it is written there: before references are expanded and defaults are filled in. */
  backups: Record<string, unknown>;
}

/** Injection token: `@Inject(CONFIG_SOURCE) source: ConfigSource`. */
export const CONFIG_SOURCE = Symbol('source of the configuration');
