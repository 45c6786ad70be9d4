import type { Role } from '@cutover/contracts';
import type { MigrationConfig } from '../config/config.schema.js';
import type { EndpointProbe } from '../connections/probe-endpoint.js';

/** What one look at a migration found, as lines for people. */
export interface ProbeLines {
  ok: string[];
  faults: string[];
}

/** One line for each fault and each missing GRANT; one OK line for a side without any. */
export function probeLines(migration: MigrationConfig, probes: Record<Role, EndpointProbe>): ProbeLines {
  const lines: ProbeLines = { ok: [], faults: [] };
  for (const role of ['source', 'target'] as const) {
    const faults = sideFaults(probes[role]);
    const { host, port } = migration[role];
    const side = `${migration.name} ${role} ${host}:${port}`;
    if (faults.length > 0) lines.faults.push(...faults.map((fault) => `${side}: ${oneLine(fault)}`));
    else lines.ok.push(`OK ${side}: ${probes[role].identity?.version ?? ''}, every right is there`);
  }
  const { source, target } = probes;
  if (source.identity !== null && source.identity.fingerprint === target.identity?.fingerprint)
    lines.faults.push(`${migration.name}: source and target are the same server; every verdict would be void`);
  return lines;
}

function sideFaults(probe: EndpointProbe): string[] {
  const faults = probe.faults.map((fault) => `${fault.message.trim().replace(/\.?$/, '.')} ${fault.action}`);
  if (faults.length > 0) return faults;
  if (probe.identity === null) return ['could not be reached'];
  if (probe.missingGrants === null) return ['its rights could not be read'];
  return probe.missingGrants.map((grant) => `missing right, run: ${grant}`);
}

function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim();
}
