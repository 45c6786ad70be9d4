import type { Role } from '@cutover/contracts';
import { ConfigError } from '../config/config-error.js';
import type { CutoverConfig, MigrationConfig } from '../config/config.schema.js';
import { configFileOf, loadConfig } from '../config/reading/load-config.js';
import { probeEndpoint, type EndpointProbe } from '../connections/probe-endpoint.js';
import { lagDialects } from '../lag/dialects/registry.js';
import { selectionOf } from '../tables/table-selection.js';
import { tablesDialects } from '../tables/dialects/registry.js';
import type { TableRow } from '../tables/tables-dialect.js';
import { unmatchedEntries } from '../tables/unmatched-entries.js';
import { checkBackups } from './backup/check-backups.js';
import type { Command, Terminal } from './command.js';
import { lackingRights } from './lacking-rights.js';
import { probeLines, type ProbeLines } from './probe-lines.js';

const exitFaults = 3;

/** `check-config`: prints one line for each fault and exits with 3, or OK lines and exits with 0. */
export const checkConfigCommand: Command = {
  name: 'check-config',
  usage: 'check-config [--config FILE]',
  summary: 'checks the file, then connection and rights on every server; exit 0, or 3 with one line a fault',
  options: { config: { type: 'string', short: 'c' } },
  async run(options, terminal) {
    const file = typeof options.config === 'string' ? options.config : configFileOf(terminal.env);
    const config = load(file, terminal);
    if (config === null) return exitFaults;
    terminal.print(`OK ${file}`);
    const probes = [...groupsOf(config.migrations).map(probeInTurn), checkBackups(config)];
    const found = (await Promise.all(probes)).flat();
    for (const line of found.flatMap((lines) => lines.ok)) terminal.print(line);
    const faults = found.flatMap((lines) => lines.faults);
    for (const fault of faults) terminal.complain(fault);
    return faults.length > 0 ? exitFaults : 0;
  },
};

/** The databases of one migration together. */
function groupsOf(migrations: readonly MigrationConfig[]): MigrationConfig[][] {
  const groups = new Map<string, MigrationConfig[]>();
  for (const migration of migrations) {
    const name = migration.group?.name ?? migration.name;
    groups.set(name, [...(groups.get(name) ?? []), migration]);
  }
  return [...groups.values()];
}

/**
 * One database after the other: connections of a server are few. A server that does not answer is waited for once, and not again
 * for each of its databases.
 */
async function probeInTurn(migrations: readonly MigrationConfig[]): Promise<ProbeLines[]> {
  const found: ProbeLines[] = [];
  for (const [index, migration] of migrations.entries()) {
    const { lines, isServerAway } = await probeMigration(migration);
    found.push(lines);
    const rest = migrations.slice(index + 1).map(({ name }) => name);
    if (!isServerAway || rest.length === 0) continue;
    found.push({ ok: [], faults: [`${rest.join(', ')}: not looked at, because a server of theirs does not answer`] });
    break;
  }
  return found;
}

/** Names of tables are told by every version in the same way. */
const unknownServer = { identity: () => null };

async function probeMigration(migration: MigrationConfig): Promise<{ lines: ProbeLines; isServerAway: boolean }> {
  const statement = tablesDialects[migration.engine].catalog(selectionOf(migration), unknownServer).tables;
  const found: TableRow[] = [];
  const obstacles: string[] = [];
  const probe = (role: Role): Promise<EndpointProbe> =>
    probeEndpoint(migration[role], role, migration, async (query) => {
      found.push(...(await query<TableRow>(statement.sql, statement.params)));
      if (role === 'target') return;
      const obstacle = await lagDialects[migration.engine].sourceObstacle(query, migration.source.rds);
      if (obstacle !== null) obstacles.push(obstacle);
    });
  const [source, target] = await Promise.all([probe('source'), probe('target')]);
  const isComplete = [source, target].every(
    ({ faults, missingGrants }) => faults.length === 0 && missingGrants?.length === 0,
  );
  // An account that lacks a right cannot see all tables, so nothing is called misspelt yet: the GRANT comes first.
  const isReachable = [source, target].every(({ faults, identity }) => faults.length === 0 && identity !== null);
  const lacking = isReachable ? await lackingRights(migration) : undefined;
  const lines = probeLines(
    migration,
    { source, target },
    isComplete ? unmatchedEntries(migration, found) : null,
    lacking,
  );
  const faults = [...lines.faults, ...obstacles.map((obstacle) => `${migration.name}: ${obstacle}`)];
  return { lines: { ...lines, faults }, isServerAway: source.isServerAway || target.isServerAway };
}

function load(file: string, terminal: Terminal): CutoverConfig | null {
  try {
    return loadConfig(file, terminal.env);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    for (const fault of error.faults) terminal.complain(`${error.file}: ${fault}`);
    return null;
  }
}
