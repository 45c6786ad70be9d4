import { isDeepStrictEqual } from 'node:util';
import { Inject, Injectable } from '@nestjs/common';
import {
  isEncrypted,
  mostUnderWay,
  roles,
  type EncryptionAnswer,
  type EncryptionSide,
  type EncryptionUpdate,
  type Role,
  type Tablespace,
  type TablespaceListQuery,
} from '@cutover/contracts';
import { Subject } from 'rxjs';
import { CONFIG, type CutoverConfig } from '../config/config.schema.js';
import { findMigration } from '../config/find-migration.js';
import { ConnectionsService } from '../connections/connections.service.js';
import type { EvidenceChange } from '../evidence/evidence-source.js';
import { messageOf } from '../failures/message-of.js';
import { Clock } from '../platform/clock.js';
import { TablesService } from '../tables/tables.service.js';
import { encryptionDialects } from './dialects/registry.js';
import type { EncryptionReader } from './encryption-dialect.js';
import { EncryptionRate } from './progress/encryption-rate.js';
import { sumsOf } from './progress/progress-of.js';
import { sideOf, unknownSide, type MeasuredSide } from './side-of.js';
import { sourceEveryMs, sourceWaitMs } from './source-pace.js';
import { byAttention, pageOfTablespaces } from './tablespace-page.js';

/** The server walks its tablespaces in memory and asks the file system for each size; thousands take a second. */
const longestMs = 15_000;

/** What is as it was is said again so often, and what no statement tells is told again. */
const sayAgainMs = 60_000;

/** Older measurements are not believed: several rounds in a row did not end. */
const oldestMs: Readonly<Record<Role, number>> = { target: 5 * 60_000, source: 3 * sourceEveryMs };

/** Why SQL does not tell it on Amazon RDS. */
export const notFromSql =
  'Amazon RDS encrypts the storage below the server, which cannot know it: not verifiable from SQL.';

/** Why no SQL tells it of a server whose engine encrypts nothing. */
export const belowTheServer =
  'PostgreSQL encrypts nothing itself, and cannot know whether the disk below it is encrypted.';

/** What is kept of one side between two measurements. */
interface SideState {
  /** null: its engine has no encryption of its own. */
  reader: EncryptionReader | null;
  rate: EncryptionRate;
  side: EncryptionSide | null;
  tablespaces: readonly Tablespace[];
  /** Monotonic; null: never. */
  measuredAtMs: number | null;
  /** It is not read again before this moment. Monotonic. */
  notBeforeMs: number;
}

/** Measures what is encrypted on the disks of both sides. */
@Injectable()
export class EncryptionService {
  private readonly states = new Map<string, SideState>();
  private readonly toldAtMs = new Map<string, number>();
  private readonly changed = new Subject<EvidenceChange>();
  readonly changes = this.changed.asObservable();

  constructor(
    @Inject(CONFIG) private readonly config: CutoverConfig,
    private readonly connections: ConnectionsService,
    private readonly tables: TablesService,
    private readonly clock: Clock,
  ) {}

  /** One round; never rejects for a server that cannot be read: that side is unknown then, with the reason. */
  async measure(migration: string, signal: AbortSignal): Promise<void> {
    const before = this.sides(migration);
    await Promise.all(roles.map((role) => this.measureSide(migration, role, signal)));
    if (signal.aborted) return;
    // On a quiet pair nothing is new: it is enough that browsers see it get no older than this.
    const nowMs = this.clock.monotonicMs();
    const isSilent = nowMs - (this.toldAtMs.get(migration) ?? -Infinity) < sayAgainMs;
    if (isSilent && isSame(before, this.sides(migration))) return;
    this.toldAtMs.set(migration, nowMs);
    this.changed.next({ migration });
  }

  /** Other servers answer now. A reading under way ends in what is forgotten. */
  forget(migration: string): void {
    for (const role of roles) this.states.delete(keyOf(migration, role));
  }

  /** Both sides as last measured; null: not measured yet. Throws UserError 404 for an unknown migration. */
  sides(migration: string): Readonly<Record<Role, EncryptionSide | null>> {
    findMigration(this.config, migration);
    const nowMs = this.clock.monotonicMs();
    const of = (role: Role): EncryptionSide | null => {
      const state = this.states.get(keyOf(migration, role));
      // Of a server of which no round has ended for long nothing is known any more.
      return state === undefined || nowMs - (state.measuredAtMs ?? -Infinity) > oldestMs[role] ? null : state.side;
    };
    return { source: of('source'), target: of('target') };
  }

  /** Tablespaces of the target, what needs attention first. */
  tablespaces(migration: string): readonly Tablespace[] {
    return this.states.get(keyOf(migration, 'target'))?.tablespaces ?? [];
  }

  /** Throws UserError 404 for an unknown migration, 400 for a cursor that is not ours. */
  answer(migration: string, query: TablespaceListQuery): EncryptionAnswer {
    return { migration, ...this.sides(migration), ...pageOfTablespaces(this.tablespaces(migration), query) };
  }

  /** What a browser gets on the socket. */
  update(migration: string): EncryptionUpdate {
    const underWay = this.tablespaces(migration)
      .filter(({ state }) => !isEncrypted(state))
      .slice(0, mostUnderWay);
    return { migration, ...this.sides(migration), underWay };
  }

  private async measureSide(migration: string, role: Role, signal: AbortSignal): Promise<void> {
    const state = this.stateOf(migration, role);
    const nowMs = this.clock.monotonicMs();
    if (nowMs < state.notBeforeMs) return;
    const { side, tablespaces } = await this.read(migration, role, state, signal);
    // A statement that was cancelled tells nothing about the server.
    if (signal.aborted) return;
    state.side = { ...side, server: this.serverText(migration, role), measuredAt: this.clock.nowIso() };
    state.tablespaces = tablespaces;
    state.measuredAtMs = nowMs;
    const endedAtMs = this.clock.monotonicMs();
    if (this.isUnasked(migration, role, state)) state.notBeforeMs = endedAtMs + sayAgainMs;
    else if (role === 'source') state.notBeforeMs = endedAtMs + sourceWaitMs(state.side, endedAtMs - nowMs);
  }

  /** No statement tells it: what is said of such a server does not change, once it is known which server it is. */
  private isUnasked(migration: string, role: Role, { reader }: SideState): boolean {
    const server = this.connections.get(migration, role);
    return (server.rds || reader === null) && server.identity() !== null;
  }

  private async read(
    migration: string,
    role: Role,
    { reader, rate }: SideState,
    signal: AbortSignal,
  ): Promise<{ side: MeasuredSide; tablespaces: readonly Tablespace[] }> {
    if (this.connections.get(migration, role).rds)
      return { side: unknownSide(role, notFromSql, 'not-from-sql'), tablespaces: [] };
    if (reader === null) return { side: unknownSide(role, belowTheServer, 'disk'), tablespaces: [] };
    try {
      const told = await reader.read({ timeoutMs: longestMs, signal }, this.clock.monotonicMs());
      const { value } = told.tablespaces;
      rate.note(this.clock.monotonicMs(), value && sumsOf(value).encryptedBytes);
      const pace = { bytesPerSecond: rate.bytesPerSecond(), coversWindow: rate.coversWindow() };
      const watched = new Set(this.tables.snapshot(migration)?.tables.map(({ id }) => id));
      const own = (value ?? []).map((each) => ({ ...each, isWatched: each.table !== null && watched.has(each.table) }));
      return { side: sideOf(role, told, pace), tablespaces: byAttention(own) };
    } catch (error) {
      rate.note(this.clock.monotonicMs(), null);
      return { side: unknownSide(role, messageOf(error)), tablespaces: [] };
    }
  }

  /** A server of another address, or another one at the same address, has another text. */
  private serverText(migration: string, role: Role): string {
    const { host, port } = findMigration(this.config, migration)[role];
    const { serverId } = this.connections.get(migration, role).identity() ?? {};
    return `${host}:${port}${serverId === undefined ? '' : ` (server ${serverId})`}`;
  }

  private stateOf(migration: string, role: Role): SideState {
    const key = keyOf(migration, role);
    const known = this.states.get(key);
    if (known) return known;
    const server = this.connections.get(migration, role);
    const reader = encryptionDialects[server.engine]?.readerOf(server) ?? null;
    const nothing = { side: null, tablespaces: [], measuredAtMs: null, notBeforeMs: -Infinity };
    const state: SideState = { reader, rate: new EncryptionRate(), ...nothing };
    this.states.set(key, state);
    return state;
  }
}

const keyOf = (migration: string, role: Role): string => `${role} ${migration}`;

/** The moment alone is no news. */
function isSame(a: Readonly<Record<Role, EncryptionSide | null>>, b: typeof a): boolean {
  const timeless = (side: EncryptionSide | null): unknown => side && { ...side, measuredAt: null };
  return roles.every((role) => a[role] === b[role] || isDeepStrictEqual(timeless(a[role]), timeless(b[role])));
}
