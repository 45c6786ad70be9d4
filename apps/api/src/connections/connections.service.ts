import {
  Inject,
  Injectable,
  Logger,
  Optional,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
} from '@nestjs/common';
import { roles, type ConnectionStatus, type Fault, type Role } from '@cutover/contracts';
import { Subject, type Observable } from 'rxjs';
import { CONFIG, type CutoverConfig, type MigrationConfig } from '../config/config.schema.js';
import { Clock } from '../platform/clock.js';
import { describeFault } from './describe-fault.js';
import { defaultRetryPlan, type RetryPlan } from './retry-delay.js';
import { rightsNeedsOf } from './rights-needs.js';
import { ConnectionRoom, engines, isSameServer, type ServerConnection, within } from '@cutover/databases';
import { ServerLink } from './server-link.js';
import { SharedReadings, type SharedServer } from './shared-readings.js';

/** A side changed its state. */
export interface ConnectionChange {
  migration: string;
  role: Role;
  status: ConnectionStatus;
}

/** Optional injection token of a {@link RetryPlan}; without it the default plan holds. */
export const RETRY_PLAN = Symbol('retry plan');

/** Longest time that shutting down may take, all servers together. */
const closeWithinMs = 6_000;

/** Beside one for each database: the probe, a comparison, and statements that take long. */
const connectionsBeside = 10;

/** Keeps both sides of every migration connected. Start-up waits for nobody. */
@Injectable()
export class ConnectionsService implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger(ConnectionsService.name);
  private readonly links = new Map<string, Record<Role, ServerLink>>();
  /** Of a side of all databases of a migration, by its first one. */
  private readonly shared = new Map<string, SharedServer>();
  private readonly lastLines = new Map<string, string>();
  private readonly changed = new Subject<ConnectionChange>();
  /** Emits when the state, fault, grants or sameServer of a side changes. */
  readonly changes: Observable<ConnectionChange> = this.changed.asObservable();

  constructor(
    @Inject(CONFIG) config: CutoverConfig,
    private readonly clock: Clock,
    @Optional() @Inject(RETRY_PLAN) private readonly retryPlan: RetryPlan | undefined,
  ) {
    for (const migration of config.migrations) {
      const link = (role: Role): ServerLink => this.linkOf(migration, role, config);
      this.links.set(migration.name, { source: link('source'), target: link('target') });
    }
  }

  onApplicationBootstrap(): void {
    for (const pair of this.links.values()) for (const role of roles) pair[role].start();
  }

  async onApplicationShutdown(): Promise<void> {
    const closing = [...this.links.values()].flatMap((pair) => roles.map((role) => pair[role].close()));
    await within(closeWithinMs, Promise.all(closing));
    this.changed.complete();
  }

  /** Throws for a migration that is not configured. */
  get(migration: string, role: Role): ServerConnection {
    return this.pairOf(migration)[role];
  }

  snapshot(migration: string): ConnectionStatus {
    const { source, target } = this.pairOf(migration);
    return {
      source: source.status(),
      target: target.status(),
      sameServer: isSameServer(source.identity(), target.identity()),
    };
  }

  private pairOf(migration: string): Record<Role, ServerLink> {
    const pair = this.links.get(migration);
    if (!pair) throw new Error(`No migration is named "${migration}"`);
    return pair;
  }

  private linkOf(migration: MigrationConfig, role: Role, { monitoring, migrations }: CutoverConfig): ServerLink {
    const parts = partsBeside(migration, migrations);
    const leader = parts[0]!.name === migration.name ? null : this.pairOf(parts[0]!.name)[role];
    return new ServerLink(
      migration.name,
      role,
      { ...migration[role], role },
      {
        engine: engines[migration.engine],
        clock: this.clock,
        probeIntervalMs: monitoring.intervalSeconds * 1000,
        retryPlan: this.retryPlan ?? defaultRetryPlan,
        rights: rightsNeedsOf(migration, role),
        leader,
        shared: parts.length > 1 || migration[role].maxConnections !== undefined ? this.sharedBy(parts, role) : null,
        // The state of the server is that of every part.
        onChange: () => (leader === null ? parts : [migration]).forEach(({ name }) => this.publish(name, role)),
      },
    );
  }

  /** One for all databases of a server, whose connections are few. */
  private sharedBy(parts: readonly MigrationConfig[], role: Role): SharedServer {
    const { name, [role]: endpoint } = parts[0]!;
    const key = `${name}/${role}`;
    const shared = this.shared.get(key) ?? {
      databases: parts.flatMap(({ [role]: { database } }) => database ?? []),
      room: new ConnectionRoom(endpoint.maxConnections ?? parts.length + connectionsBeside),
      readings: new SharedReadings(() => this.clock.monotonicMs()),
    };
    this.shared.set(key, shared);
    return shared;
  }

  private publish(migration: string, role: Role): void {
    const status = this.snapshot(migration);
    this.tell(migration, role, status);
    this.changed.next({ migration, role, status });
  }

  /** One log line for every change worth one; a repeat of the last line is none. */
  private tell(migration: string, role: Role, status: ConnectionStatus): void {
    const { state, lastFault, version, missingGrants, toldBy } = status[role];
    if (toldBy !== null) return;
    const why = lastFault ? `${describeFault(lastFault)}${serverText(lastFault)}` : '';
    const lacking = missingGrants?.length ? ` It lacks rights, run there: ${missingGrants.join(' ')}` : '';
    const line = `${migration}: the ${role} is ${state}${state === 'up' ? ` (${version}).${lacking}` : `: ${why}`}`;
    if (this.lastLines.get(`${migration}/${role}`) === line) return;
    this.lastLines.set(`${migration}/${role}`, line);
    this.logger[state === 'up' && !lacking ? 'log' : 'warn'](line);
  }
}

/** All databases of the migration that this one is of, in the order of the configuration; itself where it is one by itself. */
function partsBeside({ name, group }: MigrationConfig, all: readonly MigrationConfig[]): MigrationConfig[] {
  return all.filter((each) => (group === null ? each.name === name : each.group?.name === group.name));
}

/** What the server or the system said, where a headline of ours stands in its place. */
function serverText({ headline, code, message }: Fault): string {
  return headline === message ? '' : ` (${code}: ${message})`;
}
