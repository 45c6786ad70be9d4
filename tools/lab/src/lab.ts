import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Connection, ConnectionOptions } from 'mysql2/promise';
import { cutoverAccount, shopAccount } from './accounts.js';
import { keepOffBinaryLog, rootOptions, withConnection } from './admin.js';
import type { BreakName } from './breaks/break-names.js';
import type { BreakableLab } from './breaks/lab-break.js';
import { breaks } from './breaks/registry.js';
import { LabError } from './lab.errors.js';
import { type LabHome } from './lab-home.js';
import { readState, softwareOf, writeState, type LabState } from './lab-state.js';
import { startLoad, type Load, type LoadOptions } from './load/load.js';
import { readReplication, readSourceGtid, waitUntilApplied } from './replication.js';
import type { ReplicationState } from './replication-state.js';
import { roles, type Role } from './roles.js';
import { LabServer } from './server/lab-server.js';
import type { Flavor } from './server/software.js';
import { endRecordedProcess } from './server/recorded-process.js';
import { shopDatabase } from './shop/sizes.js';

/** How the product reaches one server: the least-privileged account, over TLS. */
export interface LabEndpoint {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password: string;
  readonly database: string;
  /** Paths of PEM files. */
  readonly tls: { readonly ca: string; readonly cert: string; readonly key: string };
}

export interface LabStatus {
  readonly home: string;
  readonly rows: number;
  readonly servers: Readonly<Record<Role, { readonly port: number; readonly pid: number | null }>>;
  /** Null when the target does not run. */
  readonly replication: ReplicationState | null;
  readonly breaks: LabState['breaks'];
}

/** A pair of real servers, seeded and replicating. Made by `startLab`, found again by `openLab`. */
export class Lab {
  private readonly servers: Readonly<Record<Role, LabServer>>;
  private readonly loads = new Set<Load>();

  constructor(
    private readonly place: LabHome,
    private state: LabState,
  ) {
    const serverOf = (role: Role): LabServer =>
      new LabServer(place, role, state.ports[role], join(state.socketFolder, `${role}.sock`), softwareOf(state, role));
    this.servers = { source: serverOf('source'), target: serverOf('target') };
  }

  get home(): string {
    return this.place.folder;
  }

  /** Rows of the largest table, as seeded. */
  get rows(): number {
    return this.state.rows;
  }

  get database(): string {
    return shopDatabase;
  }

  /** Both sides are of one family. */
  get flavor(): Flavor {
    return softwareOf(this.state, 'source').flavor;
  }

  get endpoints(): Readonly<Record<Role, LabEndpoint>> {
    return { source: this.endpoint('source'), target: this.endpoint('target') };
  }

  server(role: Role): LabServer {
    return this.servers[role];
  }

  /** Options for mysql2's `createConnection`: root, over the unix socket, in the shop's database. */
  admin(role: Role): ConnectionOptions {
    return rootOptions(this.server(role).socket, this.state.rootPassword, shopDatabase);
  }

  /**
   * Lends a root connection to one side.
   * @throws LabError when that server does not run.
   */
  async withAdmin<T>(role: Role, work: (connection: Connection) => Promise<T>): Promise<T> {
    this.requireRunning(role);
    return withConnection(this.admin(role), work);
  }

  /** The same, with nothing written to the binary log: what is done stays on this side. */
  async withoutBinaryLog<T>(role: Role, work: (connection: Connection) => Promise<T>): Promise<T> {
    return this.withAdmin(role, async (connection) => {
      await keepOffBinaryLog(connection);
      return work(connection);
    });
  }

  /** Waits until the target has applied all that the source has committed up to now. */
  async catchUp(timeoutMs = 60_000): Promise<void> {
    const gtid = await this.withAdmin('source', (source) => readSourceGtid(source, this.flavor));
    await this.withAdmin('target', (target) => waitUntilApplied(target, gtid, this.flavor, timeoutMs));
  }

  /**
   * Breaks something.
   * @throws LabError when it is broken already, or a server that it needs does not run.
   */
  async break(name: BreakName): Promise<void> {
    await this.refresh();
    if (this.state.breaks.some((active) => active.name === name)) {
      throw new LabError(`${name} is broken already.`, `Mend it with "npm run lab -- mend ${name}".`);
    }
    for (const role of breaks[name].needs) this.requireRunning(role);
    // Recorded first: a break that fails halfway can then be mended.
    await this.update({ breaks: [...this.state.breaks, { name, since: new Date().toISOString() }] });
    await breaks[name].apply(this.breakable(name));
  }

  /** Undoes a break completely. Returns false when there was nothing to mend. */
  async mend(name: BreakName): Promise<boolean> {
    await this.refresh();
    if (!this.state.breaks.some((active) => active.name === name)) return false;
    await breaks[name].mend(this.breakable(name));
    await this.update({ breaks: this.state.breaks.filter((active) => active.name !== name) });
    return true;
  }

  /** Begins to write to the hot tables of the source. Ends with `stop`, or with the lab. */
  startLoad(options: LoadOptions = {}): Load {
    const load = startLoad({ ...this.admin('source'), user: shopAccount, password: this.state.shopPassword }, options);
    this.loads.add(load);
    return load;
  }

  async status(): Promise<LabStatus> {
    await this.refresh();
    const server = (role: Role): LabStatus['servers'][Role] => ({
      port: this.server(role).port,
      pid: this.server(role).pid() ?? null,
    });
    const isTargetUp = this.server('target').isRunning();
    return {
      home: this.home,
      rows: this.rows,
      servers: { source: server('source'), target: server('target') },
      replication: isTargetUp
        ? ((await this.withAdmin('target', (target) => readReplication(target, this.flavor))) ?? null)
        : null,
      breaks: this.state.breaks,
    };
  }

  /** Ends the load, a start still under way and both servers at once, and removes every file of the lab. */
  async stop(): Promise<void> {
    await this.refresh().catch(() => undefined);
    await Promise.all([...this.loads].map((load) => load.stop()));
    await Promise.all([endRecordedProcess(this.state.load), endRecordedProcess(this.state.builder)]);
    // Nothing is kept, so nothing need be written down in good order.
    await Promise.all(roles.map((role) => this.server(role).kill()));
    const folders = new Set([this.state.socketFolder, this.home]);
    for (const folder of folders) await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  }

  /** Remembers the process that runs `lab load`, so that taking the lab down ends it. */
  async recordLoad(load: LabState['load']): Promise<void> {
    await this.refresh();
    await this.update({ load });
  }

  /** The process that was last recorded to load this lab. It may have ended since. */
  recordedLoad(): LabState['load'] {
    return this.state.load;
  }

  private endpoint(role: Role): LabEndpoint {
    return {
      host: '127.0.0.1',
      port: this.server(role).port,
      user: cutoverAccount,
      password: this.state.cutoverPasswords[role],
      database: shopDatabase,
      tls: { ca: this.place.ca, cert: this.place.clientCert, key: this.place.clientKey },
    };
  }

  private breakable(current: BreakName): BreakableLab {
    return {
      database: this.database,
      state: this.state,
      server: (role) => this.server(role),
      withAdmin: (role, work) => this.withAdmin(role, work),
      withoutBinaryLog: (role, work) => this.withoutBinaryLog(role, work),
      isBroken: (...names) => this.state.breaks.some(({ name }) => name !== current && names.includes(name)),
    };
  }

  private requireRunning(role: Role): void {
    if (this.server(role).isRunning()) return;
    const isBroken = this.state.breaks.some(({ name }) => name === `${role}-down`);
    const advice = isBroken ? `npm run lab -- mend ${role}-down` : 'npm run lab -- up';
    throw new LabError(`The ${role} server does not run.`, `Start it with "${advice}".`);
  }

  /** Another process may have broken or mended something meanwhile. */
  private async refresh(): Promise<void> {
    const state = await readState(this.place.stateFile);
    if (!state) throw new LabError(`There is no lab in ${this.home}.`, 'Start one with "npm run lab -- up".');
    this.state = state;
  }

  private async update(change: Partial<LabState>): Promise<void> {
    this.state = { ...this.state, ...change };
    await writeState(this.place.stateFile, this.state);
  }
}
