import { roles, type Engine, type Role } from '@cutover/contracts';
import type { MigrationConfig } from '../config/config.schema.js';
import { tablesDialects } from '../tables/dialects/registry.js';
import { describeUnmatched, type UnmatchedEntries } from '../tables/unmatched-entries.js';
import type { EndpointProbe } from '../connections/probe-endpoint.js';
import type { LackingRight, LackingRights } from './lacking-rights.js';
import { describeFault } from '../connections/describe-fault.js';
import { engines, isSameServer } from '@cutover/databases';

/** What check-config found about one migration, as lines for people. */
export interface ProbeLines {
  ok: string[];
  faults: string[];
}

/**
 * One line for each fault, each missing GRANT and each entry of the configuration that matches nothing; one OK line
 * for a side without any of these. `unmatched` is null while an account cannot see all tables. Of `lacking` nothing is said twice.
 */
export function probeLines(
  migration: MigrationConfig,
  probes: Record<Role, EndpointProbe>,
  unmatched: UnmatchedEntries | null,
  { lacking, faults: unlooked }: LackingRights = { lacking: [], faults: [] },
): ProbeLines {
  const lines: ProbeLines = { ok: [], faults: [] };
  for (const role of roles) {
    const faults = [...sideFaults(migration, probes[role]), ...lackingOn(role, lacking, probes[role])];
    const { host, port } = migration[role];
    const side = `${migration.name} ${role} ${host}:${port}`;
    if (faults.length > 0) lines.faults.push(...faults.map((fault) => `${side}: ${oneLine(fault)}`));
    else lines.ok.push(`OK ${side}: ${probes[role].identity?.version ?? ''}, every right is there`);
  }
  lines.faults.push(...unlooked.map((fault) => `${migration.name}: ${oneLine(fault)}`));
  if (isSameServer(probes.source.identity, probes.target.identity))
    lines.faults.push(
      `${migration.name}: source and target are the same server, so every table would look equal: correct host and port of one side`,
    );
  if (unmatched !== null)
    lines.faults.push(
      ...describeUnmatched(migration.engine, unmatched).map(
        ({ fault, action }) => `${migration.name}: ${fault}: ${action}`,
      ),
    );
  return lines;
}

/** What a capability lacks and the watchers' own rights do not name already. */
function lackingOn(role: Role, lacking: readonly LackingRight[], { missingGrants }: EndpointProbe): string[] {
  return lacking
    .filter((each) => each.role === role && missingGrants?.includes(each.grant) !== true)
    .map(({ neededFor, grant }) => `missing right for ${neededFor}, run: ${grant}`);
}

function sideFaults({ engine, databases = [] }: MigrationConfig, probe: EndpointProbe): string[] {
  const faults = probe.faults.map(describeFault);
  if (faults.length > 0) return faults;
  if (probe.identity === null) return ['could not be reached'];
  if (probe.missingGrants === null) return ['its rights could not be read'];
  return probe.missingGrants.map((grant) => `missing right, run: ${grant}${misspeltHint(grant, engine, databases)}`);
}

/**
 * A server does not tell an account without rights whether a database exists. So a missing right may be a misspelt
 * name.
 */
function misspeltHint(grant: string, engine: Engine, databases: readonly string[]): string {
  const { grantsToSee } = tablesDialects[engine];
  const database = databases.find((candidate) => grantsToSee([candidate], [grant]).length > 0);
  return database === undefined
    ? ''
    : ` -- or ${engines[engine].quoteIdentifier(database)} does not exist there: correct the name in databases`;
}

function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim();
}
