import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { EngineName } from './engines/engine-name.js';
import type { WatchedKeys } from './engines/engine.js';
import { engines } from './engines/registry.js';
import type { LabEndpoint } from './lab.js';
import { roles, type Role } from './roles.js';

/** What the demo, the tests and the benchmarks set besides the pair itself; further sections of cutover.yaml as they stand there. */
export interface CutoverConfigOptions {
  /** Port of the API. */
  port: number;
  /** `monitoring:` section. */
  monitoring?: Record<string, unknown>;
  /** Keys of the migration that are added, or that replace ours. */
  migration?: Record<string, unknown>;
  /** Keys of both sides that are added, or that replace ours; undefined takes one away. */
  sides?: Record<string, unknown>;
  /** Sections that are added, or that replace ours. */
  sections?: Record<string, unknown>;
}

/** How a configuration names the shop behind this endpoint: the keys that differ by engine. */
export function watchedKeys(endpoint: LabEndpoint): WatchedKeys {
  return engines[endpoint.engine].watchedKeys(endpoint);
}

/** `readiness.freezeProof` with which every light can be green on such a pair; empty where there are no freeze proofs. */
export function freezeProofSettings(engine: EngineName): Readonly<Record<string, unknown>> {
  const { sentinelTable } = engines[engine];
  // Nothing of a lab is needed by anybody: its source may be frozen at the press of a button.
  return sentinelTable === null ? {} : { sentinelTable, allowFreeze: true };
}

/**
 * Writes a Cutover configuration for the lab's pair into `folder`, as users write one for their own servers: passwords
 * stand in files of their own, everything readable by the owner only, the store beside them.
 * @returns path of the configuration file.
 */
export function writeCutoverConfig(
  folder: string,
  endpoints: Readonly<Record<Role, LabEndpoint>>,
  { port, monitoring = {}, migration = {}, sides = {}, sections = {} }: CutoverConfigOptions,
): string {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const [source, target] = roles.map((role) => {
    const { host, port: serverPort, user, password, tls } = endpoints[role];
    const passwordFile = join(folder, `${role}.password`);
    writeFileSync(passwordFile, `${password}\n`, { mode: 0o600 });
    return {
      host,
      port: serverPort,
      ...watchedKeys(endpoints[role]).side,
      username: user,
      passwordFile,
      tls,
      ...sides,
    };
  });
  const { engine } = endpoints.source;
  const config = {
    server: { host: '127.0.0.1', port },
    monitoring,
    // Whoever waits for an answer here waits for what happens, and not for the clock.
    readiness: { soakMinutes: 0, freezeProof: freezeProofSettings(engine) },
    store: { url: `sqlite:${join(folder, 'cutover.sqlite')}` },
    migrations: [{ name: 'shop', engine, source, target, ...watchedKeys(endpoints.source).migration, ...migration }],
    ...sections,
  };
  const path = join(folder, 'cutover.json');
  writeFileSync(path, JSON.stringify(config, null, 2), { mode: 0o600 });
  return path;
}
