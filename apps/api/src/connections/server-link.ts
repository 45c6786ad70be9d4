import type { Engine, Fault, Role, ServerStatus } from '@cutover/contracts';
import type { EndpointConfig } from '../config/config.schema.js';
import type { Clock } from '../platform/clock.js';
import { describeFault, unreachableAdvice } from './describe-fault.js';
import {
  type DatabaseEngine,
  type DedicatedSession,
  type Endpoint,
  type EngineSession,
  errorText,
  failureKind,
  isConnectionLoss,
  isRightMissing,
  type OpenOwned,
  type OwnedConnection,
  type RightsNeeds,
  type ServerConnection,
  type ServerIdentity,
  ServerUnavailable,
  type StatementBounds,
  type TimedReading,
} from '@cutover/databases';
import { afterFailure, afterSuccess, initialHealth, type ConnectionHealth } from './connection-health.js';
import { isOfOneDatabase } from './of-one-database.js';
import { OwnedConnections } from './owned-connections.js';
import { RightsWatch } from './rights-watch.js';
import { retryDelayMs, type RetryPlan } from './retry-delay.js';
import { databasesOf, type SharedServer } from './shared-readings.js';

/** What a link needs to know beside where its server is. */
export interface LinkSettings {
  engine: DatabaseEngine;
  clock: Clock;
  probeIntervalMs: number;
  retryPlan: RetryPlan;
  rights: RightsNeeds;
  /** null: there is one database, and nothing bounds its connections. */
  shared: SharedServer | null;
  /**
   * The link to another database of the same server that asks whether the server answers: one health for each server, however many
   * databases. null: this one asks itself.
   */
  leader: ServerLink | null;
  /** Called after every change that people may want to see. */
  onChange: () => void;
}

/** A connection that was cut may have been the only one: for so long we try anew before calling the server down. */
const reopenGraceMs = 1_000;
/** So often a link looks whether its leader has got through to the server. */
const followMs = 250;
/** Statements at a time on one of several databases of a server: a long one, and those that watch. */
const statementsOfPart = 2;

/** Keeps one side of one migration connected for ever, and knows how it is. */
export class ServerLink implements ServerConnection {
  readonly engine: Engine;
  readonly rds: boolean;
  readonly database: string | null;
  private health: ConnectionHealth;
  private session: EngineSession | null = null;
  private known: ServerIdentity | null = null;
  private tlsCipher: string | null = null;
  private readonly rights: RightsWatch;
  private loopTimer: NodeJS.Timeout | undefined;
  private readonly endpoint: Endpoint;
  private readonly owned: OwnedConnections;
  /** The session that is asked just now. */
  private probed: EngineSession | null = null;
  private isClosed = false;
  private isConnecting = false;
  /** Links to other databases of this server. */
  private readonly followers: ServerLink[] = [];
  /** Until it has answered once nobody gets through to it; a database that is missing says nothing of the others. */
  private isServerAway = true;

  constructor(
    readonly migration: string,
    readonly role: Role,
    endpoint: EndpointConfig & Pick<Endpoint, 'role'>,
    private readonly settings: LinkSettings,
  ) {
    const { engine, leader } = settings;
    const room = settings.shared?.room ?? null;
    const shared = room === null ? undefined : { room, statements: statementsOfPart, hasProbe: leader === null };
    this.endpoint = { ...endpoint, shared };
    this.owned = new OwnedConnections(this.endpoint, room);
    this.engine = engine.name;
    this.rds = endpoint.rds;
    this.database = endpoint.database ?? null;
    this.health = initialHealth(settings.clock.nowIso());
    this.rights = new RightsWatch({
      ...{ engine, needs: settings.rights, onChange: settings.onChange },
      isCurrent: (session) => session === this.session && !this.isClosed,
    });
    leader?.followers.push(this);
  }

  /** Begins to connect; returns at once. */
  start(): void {
    this.next(0, () => this.connect());
  }

  async query<Row extends object>(
    sql: string,
    params: readonly unknown[] = [],
    bounds: StatementBounds = {},
  ): Promise<Row[]> {
    const session = this.session;
    if (!session) throw this.unavailable();
    try {
      return await session.query<Row>(sql, params, bounds);
    } catch (error) {
      if (isRightMissing(error)) this.rights.look(session, 1_000);
      this.refuseFull(error);
      if (!isConnectionLoss(error)) throw error;
      if (this.session === session) this.next(0, () => this.probe(session));
      throw new ServerUnavailable(`The ${this.role} was lost during a statement: ${this.faultFrom(error).message}`, {
        cause: error,
      });
    }
  }

  openSession(): Promise<DedicatedSession> {
    return this.openOwned((endpoint, owner) => this.settings.engine.openSession(endpoint, owner));
  }

  async openOwned<Connection extends OwnedConnection>(open: OpenOwned<Connection>): Promise<Connection> {
    if (!this.session) throw this.unavailable();
    try {
      return await this.owned.add(open, { role: this.role, fingerprint: this.session.identity.fingerprint });
    } catch (error) {
      this.refuseFull(error);
      if (!isConnectionLoss(error)) throw error;
      throw new ServerUnavailable(`The ${this.role} did not take a connection: ${this.faultFrom(error).message}`, {
        cause: error,
      });
    }
  }

  async ofServer<T>(
    name: string,
    freshMs: number,
    read: (databases: readonly string[]) => Promise<T>,
  ): Promise<TimedReading<T>> {
    const { session } = this;
    if (!session) throw this.unavailable();
    const { shared } = this.settings;
    if (shared === null) return { value: await read(databasesOf(this)), ageMs: 0 };
    const { fingerprint } = session.identity;
    const reading = await shared.readings.read(name, fingerprint, freshMs, () => read(shared.databases));
    // Meanwhile the server was away, or became another one.
    if (this.session !== session) throw this.unavailable();
    return reading;
  }

  identity(): ServerIdentity | null {
    return this.known;
  }

  status(): ServerStatus {
    const { leader } = this.settings;
    return {
      ...this.sharedHealth(),
      toldBy: leader?.isServerAway === true ? leader.migration : null,
      host: this.endpoint.host,
      port: this.endpoint.port,
      version: this.known?.version ?? null,
      tlsCipher: this.tlsCipher,
      missingGrants: this.rights.missingGrants,
    };
  }

  /** Ends what runs, on the server too, and hangs up. Never rejects. */
  async close(): Promise<void> {
    this.isClosed = true;
    clearTimeout(this.loopTimer);
    this.rights.stop();
    const session = this.session;
    this.session = null;
    await this.owned.close();
    await session?.close('Cutover is shutting down');
  }

  /** Of a server that is away its leader tells; of one that answers it knows how fast. */
  private sharedHealth(): ConnectionHealth {
    const { leader } = this.settings;
    if (leader === null) return this.health;
    if (leader.isServerAway) return leader.health;
    const { latencyMs, lastSeenAt } = leader.health;
    return this.health.state === 'up' && leader.health.state === 'up'
      ? { ...this.health, latencyMs, lastSeenAt }
      : this.health;
  }

  private async connect(): Promise<void> {
    // The attempt that was under way when the leader lost the server has got through, or is not over yet.
    if (this.session) return;
    if (this.isConnecting) return this.next(followMs, () => this.connect());
    // A server that is away is not besieged by every database that we watch.
    if (this.settings.leader?.isServerAway === true) return this.next(followMs, () => this.connect());
    this.isConnecting = true;
    try {
      let opened: EngineSession | null = null;
      opened = await this.settings.engine.connect(this.endpoint, (error) => opened && this.wasCut(opened, error));
      if (this.isClosed) return await opened.close('Cutover is shutting down');
      this.noteFailover(opened.identity);
      this.session = opened;
      this.known = opened.identity;
      this.tlsCipher = opened.tlsCipher;
      await this.probe(opened);
      this.rights.look(opened, 0);
    } catch (error) {
      if (this.isClosed) return;
      this.noteServer({ isAway: !isOfOneDatabase(error) });
      this.failed(this.faultFrom(error));
      this.next(retryDelayMs(this.settings.retryPlan, this.health.failedAttempts, Math.random()), () => this.connect());
    } finally {
      this.isConnecting = false;
    }
  }

  /** Asks again whether the server answers. Where the leader is connected it asks for all of them. */
  private async watch(session: EngineSession): Promise<void> {
    const { leader, probeIntervalMs } = this.settings;
    if (!leader?.session) return this.probe(session);
    this.next(probeIntervalMs, () => this.watch(session));
  }

  private async probe(session: EngineSession): Promise<void> {
    if (this.probed === session || session !== this.session) return;
    // A question to a session that is lost may stay open for seconds: the next one is asked all the same.
    this.probed = session;
    const { clock, probeIntervalMs } = this.settings;
    const askedAt = clock.monotonicMs();
    try {
      const outcome = await session.probe(Math.min(Math.max(probeIntervalMs, 1_000), 5_000));
      if (session !== this.session) return;
      if (outcome === 'not-asked') return this.next(probeIntervalMs, () => this.watch(session));
      const before = this.health.state;
      this.health = afterSuccess(this.health, clock.nowIso(), Math.round((clock.monotonicMs() - askedAt) * 10) / 10);
      this.noteServer({ isAway: false });
      if (before !== 'up') this.settings.onChange();
      this.next(probeIntervalMs, () => this.watch(session));
    } catch (error) {
      if (isConnectionLoss(error) && failureKind(error) !== 'no-answer') this.wasCut(session, error);
      else this.lose(session, this.faultFrom(error));
    } finally {
      if (this.probed === session) this.probed = null;
    }
  }

  /** The socket was closed on us. One connection killed by hand is no outage, so the server gets a moment to answer. */
  private wasCut(session: EngineSession, error: unknown): void {
    if (session !== this.session || this.isClosed) return;
    const fault = this.faultFrom(error);
    this.session = null;
    this.health = { ...this.health, lastFault: fault };
    session.abandon(this.unavailable());
    const grace = setTimeout(() => {
      if (this.session || this.isClosed || this.health.state !== 'up') return;
      this.noteServer({ isAway: true });
      this.failed(fault);
    }, reopenGraceMs);
    grace.unref();
    this.next(0, () => this.connect());
  }

  /** The server does not answer any more. */
  private lose(session: EngineSession, fault: Fault): void {
    if (session !== this.session || this.isClosed) return;
    this.session = null;
    this.noteServer({ isAway: true });
    this.failed(fault);
    session.abandon(this.unavailable());
    this.next(0, () => this.connect());
  }

  private noteServer({ isAway }: { isAway: boolean }): void {
    const isNews = isAway && !this.isServerAway;
    this.isServerAway = isAway;
    if (isNews) this.settings.shared?.readings.forget();
    if (isNews) for (const follower of this.followers) follower.follow();
  }

  /** Another server answers at this address (a failover): what the others hold leads to the old one. */
  private noteFailover({ fingerprint }: ServerIdentity): void {
    if (this.known === null || this.known.fingerprint === fingerprint) return;
    for (const follower of this.followers) follower.follow();
  }

  /** The leader found the server away, or another one: what this link holds leads nowhere. */
  private follow(): void {
    if (this.isClosed) return;
    const { session } = this;
    this.session = null;
    this.health = { ...this.health, state: 'connecting', since: this.settings.clock.nowIso() };
    session?.abandon(this.unavailable());
    this.next(followMs, () => this.connect());
  }

  private failed(fault: Fault): void {
    const before = this.health;
    this.health = afterFailure(before, this.settings.clock.nowIso(), fault, this.settings.retryPlan);
    const isNews = before.state !== this.health.state || before.lastFault?.message !== fault.message;
    if (isNews) this.settings.onChange();
  }

  private unavailable(): ServerUnavailable {
    const health = this.sharedHealth();
    const { state, lastFault } = health;
    if (state !== 'up') return new ServerUnavailable(unreachableAdvice(this.role, health));
    const why = lastFault ? `: ${describeFault(lastFault)}` : '';
    return new ServerUnavailable(`The ${this.role} is being reconnected${why}`);
  }

  /** A server that is full answers nobody for the moment: that says nothing of the table that was to be read. */
  private refuseFull(error: unknown): void {
    const kind = failureKind(error);
    if (kind !== 'no-free-connection' && kind !== 'own-limit-reached') return;
    const { action } = this.faultFrom(error);
    throw new ServerUnavailable(
      `The ${this.role} has no free connection (${errorText(error)}). ${action ?? ''}`.trim(),
      {
        cause: error,
      },
    );
  }

  private faultFrom(error: unknown): Fault {
    return this.settings.engine.explainFault(error, this.endpoint);
  }

  /** One timer drives the link: whatever is due replaces what was due. */
  private next(inMs: number, step: () => Promise<void>): void {
    clearTimeout(this.loopTimer);
    if (this.isClosed) return;
    this.loopTimer = setTimeout(() => void step(), inMs);
    this.loopTimer.unref();
  }
}
