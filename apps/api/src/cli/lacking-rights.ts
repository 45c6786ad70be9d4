import { roles, type Role } from '@cutover/contracts';
import {
  engines,
  errorText,
  type EngineSession,
  type ServerConnection,
  type StatementBounds,
} from '@cutover/databases';
import type { MigrationConfig } from '../config/config.schema.js';
import { rightsNeedsOf } from '../connections/rights-needs.js';
import { connectionOver } from '../connections/session-connection.js';
import { encryptionDialects } from '../encryption/dialects/registry.js';
import { eventSchedulerDialects } from '../event-scheduler/dialects/registry.js';
import { comparedAreas } from '../parity/areas.js';
import { sequencesDialects } from '../sequences/dialects/registry.js';
import { sessionsDialects } from '../sessions/dialects/registry.js';

/** A right without which a capability says unknown. */
export interface LackingRight {
  role: Role;
  /** Who needs it, as people know it: `parity (schema)`. */
  neededFor: string;
  /** The statement that gives it. */
  grant: string;
}

/** What the capabilities lack, and what could not be looked at, as sentences. */
export interface LackingRights {
  lacking: LackingRight[];
  faults: string[];
}

/** Somebody waits at the terminal; a catalog of thousands of tables takes some seconds. */
const bounds: StatementBounds = { timeoutMs: 30_000 };

type Pair = Record<Role, ServerConnection>;
type Look = (pair: Pair, migration: MigrationConfig) => Promise<LackingRight[]>;

/**
 * The rights that parity, encryption, sessions, sequences and the event scheduler lack, by one real reading of each: what a capability needs is
 * told by itself alone. Rights that only add a name to a finding are not asked for. Never rejects.
 */
export async function lackingRights(migration: MigrationConfig): Promise<LackingRights> {
  const opened: EngineSession[] = [];
  const open = async (role: Role): Promise<ServerConnection> => {
    const session = await engines[migration.engine].connect({ ...migration[role], role }, () => undefined);
    opened.push(session);
    return connectionOver(session, migration, role);
  };
  const found: LackingRights = { lacking: [], faults: [] };
  try {
    const pair: Pair = { source: await open('source'), target: await open('target') };
    for (const [name, look] of Object.entries(looks))
      try {
        found.lacking.push(...(await look(pair, migration)));
      } catch (error) {
        found.faults.push(`whether ${name} has its rights could not be looked at: ${errorText(error)}`);
      }
  } catch (error) {
    found.faults.push(`rights of the capabilities could not be looked at: ${errorText(error)}`);
  } finally {
    await Promise.all(opened.map((session) => session.close('The probe is over')));
  }
  return { ...found, lacking: onceEach(found.lacking) };
}

const looks: Readonly<Record<string, Look>> = {
  parity: async (pair, migration) => {
    const lacking: LackingRight[] = [];
    for (const { area, compare } of comparedAreas.filter(({ engines: all }) => all.includes(migration.engine))) {
      const { unknown } = await compare({ migration, connections: pair, bounds });
      for (const { side, grants } of unknown)
        if (side !== null)
          lacking.push(...grants.map((grant) => ({ role: side, neededFor: `parity (${area})`, grant })));
    }
    return lacking;
  },
  encryption: async ({ target }) => {
    // What RDS encrypts lies below the server, which is not asked.
    const dialect = encryptionDialects[target.engine];
    if (target.rds || dialect === null) return [];
    const { tablespaces, logs, hiddenTablesGrant } = await dialect.readerOf(target).read(bounds, 0);
    const grants = [tablespaces, logs].map((told) => (told.value === null ? told.grant : null));
    return [...grants, hiddenTablesGrant].flatMap((grant) =>
      grant === null ? [] : [{ role: 'target', neededFor: 'encryption', grant }],
    );
  },
  sessions: async (pair) => {
    const lacking: LackingRight[] = [];
    for (const role of roles) {
      const { unknown } = await sessionsDialects[pair[role].engine].read(pair[role], bounds);
      for (const { grant } of unknown) if (grant !== null) lacking.push({ role, neededFor: 'sessions', grant });
    }
    return lacking;
  },
  sequences: async (pair, migration) => {
    const lacking: LackingRight[] = [];
    for (const role of roles) {
      const told = await sequencesDialects[migration.engine]?.read(
        pair[role],
        rightsNeedsOf(migration, role),
        { withColumns: false },
        bounds,
      );
      lacking.push(...(told?.grants ?? []).map((grant) => ({ role, neededFor: 'sequences', grant })));
    }
    return lacking;
  },
  'event-scheduler': async ({ target }) => {
    const told = await eventSchedulerDialects[target.engine].read(target, bounds);
    const isHidden = told.setting?.toUpperCase() === 'ON' && told.enabled === null && told.hasWaiting === null;
    return isHidden && told.grant !== null ? [{ role: 'target', neededFor: 'event-scheduler', grant: told.grant }] : [];
  },
};

/** Several parts ask for the same right. */
function onceEach(lacking: readonly LackingRight[]): LackingRight[] {
  const seen = new Set<string>();
  return lacking.filter(({ role, grant }) => {
    const key = `${role} ${grant}`;
    return seen.has(key) ? false : seen.add(key);
  });
}
