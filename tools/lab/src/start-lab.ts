import { randomBytes, randomInt } from 'node:crypto';
import { mkdir, readdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { createAccounts } from './accounts.js';
import { keepOffBinaryLog, rootOptions, withConnection } from './admin.js';
import { makeCertificates } from './certificates.js';
import { dialects } from './dialects/registry.js';
import { Lab } from './lab.js';
import { LabError } from './lab.errors.js';
import { LabHome } from './lab-home.js';
import { readState, softwareOf, writeState, type LabState } from './lab-state.js';
import { configureReplication, readSourceGtid, waitUntilReplicating } from './replication.js';
import { forBothRoles, roles, type Role } from './roles.js';
import { findFreePort } from './server/free-port.js';
import { configureServer, installServer } from './server/install.js';
import { requirePrograms } from './server/programs.js';
import type { ServerSettings } from './server/server-settings.js';
import type { ServerSoftware } from './server/software.js';
import { isRunningElsewhere, recordThisProcess } from './server/recorded-process.js';
import { seedShop, type OnSeeded } from './shop/seed.js';
import { fewestRows, shopDatabase } from './shop/sizes.js';
import { chooseSocketFolder } from './socket-folder.js';
import { copyTemplate, readTemplate } from './template.js';

export interface StartLabOptions {
  /** The folder that will hold everything; it may not exist yet, or be empty, or hold a lab. */
  readonly home: string;
  /** Rows of the largest table, 1,000,000 unless told otherwise. */
  readonly rows?: number;
  /** Whose programs each side runs; the MariaDB of this machine unless told otherwise. Both must be of one family. */
  readonly software?: Readonly<Record<Role, ServerSoftware>>;
  /** A folder made by `makeTemplate`: a new lab begins with a copy of it, which takes a second; `rows` is then the template's. */
  readonly template?: string;
  /** Told what is going on, a line at a time. */
  readonly log?: (line: string) => void;
}

/**
 * Brings a lab up: builds it when the home is empty, restarts what is missing when it was up before.
 * @throws LabError with the end of a server's error log, and advice.
 */
export async function startLab(options: StartLabOptions): Promise<Lab> {
  const home = new LabHome(resolve(options.home));
  const log = options.log ?? ((): void => undefined);
  const known = await readState(home.stateFile);
  const { software } = known ?? options;
  requirePrograms(roles.map((role) => softwareOf({ software }, role)));
  if (known?.isReady) return resumeLab(new Lab(home, known), log);
  if (known) {
    refuseWhileOtherBuilds(known, home);
    log('The last start did not come to its end: beginning from nothing.');
    await new Lab(home, known).stop();
  }
  await refuseForeignFolder(home.folder);

  const template = options.template === undefined ? undefined : await readTemplate(options.template);
  const state = {
    ...(await newState(home, template?.rows ?? options.rows ?? 1_000_000)),
    ...template,
    software: options.software,
    builder: recordThisProcess(),
  };
  await writeState(home.stateFile, state);
  const lab = new Lab(home, state);
  try {
    await buildLab(lab, home, state, { log, template: options.template });
  } catch (error) {
    // Files stay for whoever wants to know why; processes do not.
    await Promise.all(roles.map((role) => lab.server(role).kill()));
    throw error;
  }
  const ready: LabState = { ...state, isReady: true };
  await writeState(home.stateFile, ready);
  return new Lab(home, ready);
}

/**
 * Seeds both servers and stops them: other labs can then begin with a copy of this folder, in place of seeding each anew.
 * It runs the MariaDB of this machine. `removeLab` removes it.
 */
export async function makeTemplate(options: { readonly home: string; readonly rows: number }): Promise<void> {
  const home = new LabHome(resolve(options.home));
  requirePrograms(roles.map((role) => softwareOf({}, role)));
  await refuseForeignFolder(home.folder);
  const state = { ...(await newState(home, options.rows)), builder: recordThisProcess() };
  await writeState(home.stateFile, state);
  const lab = new Lab(home, state);
  try {
    await seedServers(lab, home, state, () => undefined);
    await Promise.all(roles.map((role) => lab.server(role).stop()));
  } catch (error) {
    await lab.stop();
    throw error;
  }
  await writeState(home.stateFile, { ...state, isTemplate: true });
}

/**
 * Finds a lab that has been started before.
 * @throws LabError when there is none in this folder, or its start has not come to its end.
 */
export async function openLab(folder: string): Promise<Lab> {
  const home = new LabHome(resolve(folder));
  const state = await readState(home.stateFile);
  if (!state) throw new LabError(`There is no lab in ${home.folder}.`, 'Start one with "npm run lab -- up".');
  if (!state.isReady) {
    refuseWhileOtherBuilds(state, home);
    throw new LabError(`The lab in ${home.folder} was never finished.`, 'Begin again with "npm run lab -- up".');
  }
  return new Lab(home, state);
}

/** Removes whatever lab is in this folder, finished or not. Returns false when there is none. */
export async function removeLab(folder: string): Promise<boolean> {
  const home = new LabHome(resolve(folder));
  const state = await readState(home.stateFile);
  if (state) await new Lab(home, state).stop();
  return state !== undefined;
}

function refuseWhileOtherBuilds({ builder }: LabState, home: LabHome): void {
  if (!isRunningElsewhere(builder)) return;
  throw new LabError(
    `Process ${builder.pid} is building the lab in ${home.folder} just now.`,
    'Wait until it is done, or end it with "npm run lab -- down".',
  );
}

async function resumeLab(lab: Lab, log: (line: string) => void): Promise<Lab> {
  const { breaks } = await lab.status();
  const isDownOnPurpose = (role: Role): boolean => breaks.some(({ name }) => name === `${role}-down`);
  const missing = roles.filter((role) => !lab.server(role).isRunning() && !isDownOnPurpose(role));
  for (const role of roles.filter(isDownOnPurpose)) {
    log(`The ${role} server is down on purpose: start it with "npm run lab -- mend ${role}-down".`);
  }
  for (const role of missing) log(`The ${role} server does not run: starting it.`);
  await Promise.all(missing.map((role) => lab.server(role).start()));
  if (missing.includes('target') && breaks.some(({ name }) => name === 'replica-stopped')) {
    await lab.withAdmin('target', (target) => target.query('STOP SLAVE'));
  }
  if (missing.length > 0 && breaks.length === 0)
    await lab.withAdmin('target', (target) => waitUntilReplicating(target, lab.flavor));
  return lab;
}

async function buildLab(
  lab: Lab,
  home: LabHome,
  state: LabState,
  { log, template }: { log: (line: string) => void; template: string | undefined },
): Promise<void> {
  if (template === undefined) await seedServers(lab, home, state, log);
  else {
    log('Copying two seeded servers …');
    await copyTemplate(template, home);
    await forBothRoles((role) => configureServer(settingsOf(lab, home, state, role)));
    await forBothRoles((role) => lab.server(role).start());
  }
  await replicate(lab, home, state, log);
}

async function seedServers(lab: Lab, home: LabHome, state: LabState, log: (line: string) => void): Promise<void> {
  log('Making certificates and two empty servers …');
  await Promise.all([
    makeCertificates(home),
    ...roles.map((role) => installServer(settingsOf(lab, home, state, role))),
  ]);
  await forBothRoles((role) => lab.server(role).start());
  log(`Seeding the shop on both servers (${state.rows.toLocaleString('en')} order items) …`);
  const onSeeded = (share: number): void => log(`Seeding the shop: ${Math.round(share * 100)} %`);
  // Both sides are filled alike: the source speaks for both.
  await forBothRoles((role) => prepare(lab, state, role, role === 'source' ? onSeeded : undefined));
}

async function replicate(lab: Lab, home: LabHome, state: LabState, log: (line: string) => void): Promise<void> {
  log('Starting replication …');
  const gtid = await lab.withAdmin('source', async (source) => {
    // The first transaction of the source's binary log: a replica of nothing would have no position.
    await source.query(
      "INSERT INTO audit_log (table_name, row_key, action, actor) VALUES ('audit_log', 'start', 'note', 'lab')",
    );
    return readSourceGtid(source, lab.flavor);
  });
  await lab.withAdmin('target', async (target) => {
    const from = { port: state.ports.source, password: state.replicationPassword };
    await configureReplication(target, home, from, lab.flavor);
    await target.query(dialects[lab.flavor].startReplication);
    await waitUntilReplicating(target, lab.flavor);
  });
  log(`Replicating from ${gtid}.`);
  await lab.catchUp();
}

function settingsOf(lab: Lab, home: LabHome, state: LabState, role: Role): ServerSettings {
  const { port, socket } = lab.server(role);
  return {
    home,
    role,
    software: softwareOf(state, role),
    port,
    socket,
    serverId: state.serverIds[role],
    rows: state.rows,
    runsAsRoot: process.getuid?.() === 0,
  };
}

/** Everything that is done to a side before replication: all of it stays out of the binary log. */
async function prepare(lab: Lab, state: LabState, role: Role, onSeeded?: OnSeeded): Promise<void> {
  const dialect = dialects[lab.flavor];
  await withConnection(rootOptions(lab.server(role).socket, ''), async (connection) => {
    await keepOffBinaryLog(connection);
    for (const statement of dialect.secureRoot(state.rootPassword)) await connection.query(statement);
    await seedShop(connection, state.rows, dialect, onSeeded);
    await createAccounts(
      connection,
      role,
      shopDatabase,
      {
        cutover: state.cutoverPasswords[role],
        replication: state.replicationPassword,
        shop: state.shopPassword,
      },
      lab.flavor,
    );
    await connection.query(dialect.resetBinaryLog);
    if ((await readSourceGtid(connection, lab.flavor)) !== '')
      throw new Error(`The ${role} server is not at the beginning of its binary log.`);
  });
}

async function newState(home: LabHome, rows: number): Promise<LabState> {
  if (!Number.isInteger(rows) || rows < fewestRows) {
    throw new LabError(
      `The largest table needs at least ${fewestRows} rows, not ${rows}.`,
      'Name another number with --rows.',
    );
  }
  const source = await findFreePort();
  const target = await findFreePort([source]);
  const serverId = randomInt(1, 1_000_000) * 2;
  return {
    format: 1,
    rows,
    isReady: false,
    socketFolder: await chooseSocketFolder(home.folder),
    ports: { source, target },
    serverIds: { source: serverId, target: serverId + 1 },
    rootPassword: newPassword(),
    replicationPassword: newPassword(),
    shopPassword: newPassword(),
    cutoverPasswords: { source: newPassword(), target: newPassword() },
    breaks: [],
  };
}

/** Taking a lab down removes its whole folder, so nobody else's may become one. */
async function refuseForeignFolder(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const entries = await readdir(folder);
  if (entries.length === 0) return;
  throw new LabError(
    `${folder} is not empty and holds no lab (${entries
      .slice(0, 3)
      .map((entry) => join(folder, entry))
      .join(', ')} …).`,
    'Name another folder with --home, or empty this one.',
  );
}

function newPassword(): string {
  return randomBytes(18).toString('base64url');
}
