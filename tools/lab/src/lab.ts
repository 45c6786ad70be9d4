import { rm } from 'node:fs/promises';
import type { EngineName } from './engines/engine-name.js';
import type { LabEngine, LabPlace, LabTypes, PairSessions } from './engines/engine.js';
import { areBroken, type BreakableLab, type LabBreak } from './engines/lab-break.js';
import { LabError } from './lab.errors.js';
import { type LabHome } from './lab-home.js';
import { engineOf, readState, writeState, type ActiveBreak, type LabState } from './lab-state.js';
import { startLoad, type Load, type LoadOptions } from './load/load.js';
import { roles, type Role } from './roles.js';
import { isS3Running, startS3Server, stopS3Server, type S3State } from './s3/s3-server.js';
import { LabServer } from './server/lab-server.js';
import { endRecordedProcess } from './server/recorded-process.js';
import { shopDatabase } from './shop/sizes.js';

/** The account the product uses. It reads, writes the sentinel row of a freeze proof, and may freeze the source for one. */
export const cutoverAccount = 'cutover';

/** How the product reaches one server: the least-privileged account, over TLS. */
export interface LabEndpoint {
  readonly engine: EngineName;
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password: string;
  readonly database: string;
  /** Paths of PEM files. */
  readonly tls: { readonly ca: string; readonly cert: string; readonly key: string };
}

export interface LabStatus<T extends LabTypes> {
  readonly home: string;
  readonly rows: number;
  readonly servers: Readonly<Record<Role, { readonly port: number; readonly pid: number | null }>>;
  /** Null when the target does not run, or replicates from nobody. */
  readonly replication: T['replication'] | null;
  readonly breaks: readonly ActiveBreak<T['breakName']>[];
}

/** A pair of real servers, seeded and replicating. What differs by engine stands in `engine`. */
export class Lab<T extends LabTypes> implements PairSessions<T> {
  private readonly servers: Readonly<Record<Role, LabServer>>;
  private readonly loads = new Set<Load>();

  constructor(
    private readonly labHome: LabHome,
    private state: LabState,
    readonly engine: LabEngine<T>,
  ) {
    const serverOf = (role: Role): LabServer =>
      new LabServer(role, state.ports[role], engine.serverProgram({ home: labHome, state }, role));
    this.servers = { source: serverOf('source'), target: serverOf('target') };
  }

  /** Where it lies, and what is written down of it, for its engine. */
  get place(): LabPlace {
    return { home: this.labHome, state: this.state };
  }

  get home(): string {
    return this.labHome.folder;
  }

  /** Rows of the largest table, as seeded. */
  get rows(): number {
    return this.state.rows;
  }

  get database(): string {
    return shopDatabase;
  }

  get endpoints(): Readonly<Record<Role, LabEndpoint>> {
    return { source: this.endpoint('source'), target: this.endpoint('target') };
  }

  server(role: Role): LabServer {
    return this.servers[role];
  }

  /**
   * Lends an administrator's connection to the shop on one side.
   * @throws LabError when that server does not run.
   */
  async withAdmin<R>(role: Role, work: (session: T['session']) => Promise<R>): Promise<R> {
    this.requireRunning(role);
    return this.engine.withAdmin(this.place, role, work);
  }

  /** Waits until the target has applied all that the source has committed up to now. */
  async catchUp(timeoutMs = 60_000): Promise<void> {
    await this.engine.catchUp(this, timeoutMs);
  }

  /**
   * Breaks something.
   * @throws LabError when its engine has no such break, it is broken already, a server that it needs does not run, or
   * another break must be mended before.
   */
  async break(name: T['breakName']): Promise<void> {
    await this.refresh();
    const wanted = this.breakNamed(name);
    if (this.state.breaks.some((active) => active.name === name)) {
      throw new LabError(`${name} is broken already.`, `Mend it with "npm run lab -- mend ${name}".`);
    }
    for (const role of wanted.needs) this.requireRunning(role);
    this.requireMended(wanted, `${name} cannot be broken`);
    // Recorded first: a break that fails halfway can then be mended.
    await this.update({ breaks: [...this.state.breaks, { name, since: new Date().toISOString() }] });
    await wanted.apply(this.breakable(name));
  }

  /**
   * Undoes a break completely. Returns false when there was nothing to mend.
   * @throws LabError when its engine has no such break, or another one must be mended before.
   */
  async mend(name: T['breakName']): Promise<boolean> {
    await this.refresh();
    const known = this.breakNamed(name);
    if (!this.state.breaks.some((active) => active.name === name)) return false;
    this.requireMended(known, `${name} cannot be mended`);
    await known.mend(this.breakable(name));
    await this.update({ breaks: this.state.breaks.filter((active) => active.name !== name) });
    return true;
  }

  /** Begins to write to the hot tables of the source. Ends with `stop`, or with the lab. */
  startLoad(options: LoadOptions = {}): Load {
    const load = startLoad(this.engine.writerOpener(this.place), options);
    this.loads.add(load);
    return load;
  }

  async status(): Promise<LabStatus<T>> {
    await this.refresh();
    const server = (role: Role): LabStatus<T>['servers'][Role] => ({
      port: this.server(role).port,
      pid: this.server(role).pid() ?? null,
    });
    const isTargetUp = this.server('target').isRunning();
    return {
      home: this.home,
      rows: this.rows,
      servers: { source: server('source'), target: server('target') },
      replication: isTargetUp ? await this.engine.readReplication(this) : null,
      breaks: this.state.breaks,
    };
  }

  /** Ends the load, a start still under way and both servers at once, and removes every file of the lab. */
  async stop(): Promise<void> {
    await this.refresh().catch(() => undefined);
    await Promise.all([...this.loads].map((load) => load.stop()));
    await Promise.all([endRecordedProcess(this.state.load), endRecordedProcess(this.state.builder)]);
    // Nothing is kept, so nothing need be written down in good order.
    await Promise.all([...roles.map((role) => this.server(role).kill()), stopS3Server(this.labHome.s3Folder)]);
    const folders = new Set([this.state.socketFolder, this.home]);
    for (const folder of folders) await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  }

  /** The S3 server beside the pair; undefined: none was asked for. */
  get s3(): S3State | undefined {
    return this.state.s3;
  }

  /** Starts an S3 server beside the pair, unless it runs. Made anew it is empty. @throws LabError that says what to install. */
  async startS3(log: (line: string) => void = () => undefined): Promise<S3State> {
    await this.refresh();
    const known = this.state.s3;
    if (known !== undefined && isS3Running(known.folder)) return known;
    log('Starting an S3 server.');
    const certificate = { cert: this.labHome.serverCert('source'), key: this.labHome.serverKey('source') };
    const s3 = await startS3Server(this.labHome.s3Folder, certificate);
    await this.update({ s3 });
    return s3;
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
      engine: engineOf(this.state),
      host: '127.0.0.1',
      port: this.server(role).port,
      user: cutoverAccount,
      password: this.state.cutoverPasswords[role],
      database: shopDatabase,
      tls: { ca: this.labHome.ca, cert: this.labHome.clientCert, key: this.labHome.clientKey },
    };
  }

  private breakNamed(name: T['breakName']): LabBreak<T> {
    const found = this.engine.breaks[name];
    if (found) return found;
    const names = Object.keys(this.engine.breaks).join(', ');
    throw new LabError(`${name} is no break of a ${this.engine.title} lab.`, `It has: ${names}.`);
  }

  private breakable(current: T['breakName']): BreakableLab<T> {
    return {
      database: this.database,
      state: this.state,
      server: (role) => this.server(role),
      withAdmin: (role, work) => this.withAdmin(role, work),
      catchUp: (timeoutMs) => this.catchUp(timeoutMs),
      isBroken: (...names) =>
        areBroken(
          this.state.breaks.filter(({ name }) => name !== current),
          ...names,
        ),
    };
  }

  private requireRunning(role: Role): void {
    if (this.server(role).isRunning()) return;
    const down = this.engine.downBreaks[role];
    const advice = areBroken(this.state.breaks, down) ? `npm run lab -- mend ${down}` : 'npm run lab -- up';
    throw new LabError(`The ${role} server does not run.`, `Start it with "${advice}".`);
  }

  private requireMended({ mendFirst = [] }: LabBreak<T>, what: string): void {
    const other = this.state.breaks.find(({ name }) => mendFirst.includes(name));
    if (!other) return;
    throw new LabError(
      `${what} while ${other.name} is in force.`,
      `Mend that first: "npm run lab -- mend ${other.name}".`,
    );
  }

  /** Another process may have broken or mended something meanwhile. */
  private async refresh(): Promise<void> {
    const state = await readState(this.labHome.stateFile);
    if (!state) throw new LabError(`There is no lab in ${this.home}.`, 'Start one with "npm run lab -- up".');
    this.state = state;
  }

  private async update(change: Partial<LabState>): Promise<void> {
    this.state = { ...this.state, ...change };
    await writeState(this.labHome.stateFile, this.state);
  }
}
