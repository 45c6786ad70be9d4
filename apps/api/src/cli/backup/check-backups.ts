import { dumpDialects } from '../../backups/dump/dialects/registry.js';
import { chooseClient } from '../../backups/programs/choose-client.js';
import { missingStagePrograms, programMissing } from '../../backups/programs/stage-programs.js';
import { restoreDialects } from '../../backups/restore/dialects/registry.js';
import { chooseDatabases, faultOfChoice } from '../../backups/servers/choose-databases.js';
import { hiddenDatabases, lookAtServer } from '../../backups/servers/look-at-server.js';
import { openStorage } from '../../backups/storages/open-storage.js';
import type { BackupServerConfig, RestoreServerConfig } from '../../config/backups.schema.js';
import type { CutoverConfig } from '../../config/config.schema.js';
import { messageOf } from '../../failures/message-of.js';
import type { ProbeLines } from '../probe-lines.js';

/** What `check-config` says of backups: every server is asked, every client found, every storage written to. Never rejects. */
export async function checkBackups({ backups }: CutoverConfig): Promise<ProbeLines[]> {
  const { servers, restoreServers, storages, compression, ageRecipients } = backups;
  const missing = servers.length === 0 ? [] : await missingStagePrograms(compression, ageRecipients.length > 0);
  const looks = [
    ...servers.map((server) => look(`backups ${server.name}`, () => checkServer(server))),
    ...restoreServers.map((server) => look(`backups restore to ${server.name}`, () => checkRestoreServer(server))),
    ...storages.map((storage) => look(`backups storage ${storage.name}`, () => openStorage(storage).inspect())),
  ];
  return [{ ok: [], faults: missing.map((name) => `backups: ${programMissing(name)}`) }, ...(await Promise.all(looks))];
}

/** One line: what is in order, or why it is not. */
async function look(subject: string, work: () => Promise<string>): Promise<ProbeLines> {
  try {
    return { ok: [`OK ${subject}: ${await work()}`], faults: [] };
  } catch (error) {
    return { ok: [], faults: [`${subject}: ${messageOf(error)}`] };
  }
}

async function checkServer(server: BackupServerConfig): Promise<string> {
  const { identity, databases } = await lookAtServer(server.engine, { ...server, rds: false });
  const client = await chooseClient(server.engine, dumpDialects[server.engine], identity.version);
  const chosen = chooseDatabases(server, databases.keys());
  const fault = faultOfChoice(chosen, databases);
  if (fault !== null) throw new Error(fault);
  const hidden = await hiddenDatabases(server.engine, { ...server, rds: false }, chosen);
  if (hidden.size > 0) throw new Error([...hidden.values()].join(' '));
  return `${identity.version}, databases ${chosen.join(', ')}, ${client.path} ${client.version}`;
}

async function checkRestoreServer({ engine, ...endpoint }: RestoreServerConfig): Promise<string> {
  const { identity } = await lookAtServer(engine, { ...endpoint, rds: false });
  const client = await chooseClient(engine, restoreDialects[engine], identity.version);
  return `${identity.version}, ${client.path} ${client.version}`;
}
