import { labOfThisWorker, watchedKeys, type AnyLab, type Lab } from '@cutover/lab';
import type { Role } from '@cutover/contracts';
import { configSchema, type CutoverConfig, type EndpointConfig } from '../../src/config/config.schema.js';

/** The running pair that integration tests share, one file after the other. Leave it as you found it: mend what you break. */
export function labPair(): Promise<Lab> {
  return labOfThisWorker();
}

/** One side as the configuration would have it, over TLS, with the least-privileged account. */
export function endpointOf(lab: AnyLab, role: Role, changes: Partial<EndpointConfig> = {}): EndpointConfig {
  const { host, port, user, password, tls } = lab.endpoints[role];
  const { side } = watchedKeys(lab.endpoints[role]);
  return { host, port, ...side, username: user, password, tls: { ca: tls.ca, verify: true }, rds: false, ...changes };
}

/** A whole configuration with one migration named `shop` over the pair. */
export function configOf(
  lab: AnyLab,
  changes: Partial<CutoverConfig['migrations'][number]> = {},
  monitoring: Partial<CutoverConfig['monitoring']> = {},
): CutoverConfig {
  const migration = {
    name: 'shop',
    engine: lab.endpoints.source.engine,
    source: endpointOf(lab, 'source'),
    target: endpointOf(lab, 'target'),
  };
  return configSchema.parse({
    monitoring: { intervalSeconds: 1, ...monitoring },
    readiness: { soakMinutes: 0 },
    migrations: [{ ...migration, ...watchedKeys(lab.endpoints.source).migration, ...changes }],
  });
}

/** Breaks the pair for the time of `work`, and mends it whatever happens. */
export async function whileBroken<L extends AnyLab>(
  lab: L,
  name: Parameters<L['break']>[0],
  work: () => Promise<void>,
): Promise<void> {
  await lab.break(name);
  try {
    await work();
  } finally {
    await lab.mend(name);
  }
}
