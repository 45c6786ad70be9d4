import { Inject, Injectable, Logger } from '@nestjs/common';
import type { BackupConfiguration, BackupConfigurationCheck } from '@cutover/contracts';
import { isRecord } from '../../config/config-path.js';
import { CONFIG_SOURCE, type ConfigSource } from '../../config/config-source.js';
import { CONFIG, type CutoverConfig } from '../../config/config.schema.js';
import { sealKeyVariable } from '../../config/seal-key.js';
import { OperationalError, UserError } from '../../failures/failures.js';
import { Clock } from '../../platform/clock.js';
import { slotsAfter } from '../schedule/slots.js';
import { BackupConfigurationStore } from '../store/backup-configuration.store.js';
import { BackupSettings, type SettingsState } from './backup-settings.service.js';
import { digestOf } from './canonical-json.js';
import { changedNames } from './changed-names.js';
import { documentText, placedFaults, readText, type DocumentFault } from './document-text.js';
import { nextDueSince } from './due-since.js';
import { readDocument } from './read-document.js';
import { masked, type Document } from './secret-places.js';
import { storedText } from './stored-document.js';
import { takeSecrets } from './take-secrets.js';

type BackupsConfig = CutoverConfig['backups'];

/** Times of a schedule that are told in advance. */
const previewed = 5;

/** What somebody sends: one of the two. */
export interface SentConfiguration {
  document?: Document | undefined;
  text?: string | undefined;
}

/** Which state is changed, and by whom. */
export interface Change {
  revision: number;
  by: string;
}

/** Lists whose items are changed one by one. */
export const itemLists = ['servers', 'restoreServers', 'storages', 'schedules'] as const;
export type ItemList = (typeof itemLists)[number];

/** What is to be stored, once nothing is wrong with it. */
interface Proposal {
  stored: Document;
  config: BackupsConfig;
  changes: string[];
}

/** Shows and changes the configuration of backups while Cutover runs. */
@Injectable()
export class BackupConfigurationService {
  private readonly logger = new Logger('Backups');

  constructor(
    @Inject(CONFIG) private readonly config: CutoverConfig,
    @Inject(CONFIG_SOURCE) private readonly source: ConfigSource,
    private readonly settings: BackupSettings,
    private readonly store: BackupConfigurationStore,
    private readonly clock: Clock,
  ) {}

  /** Rejects with OperationalError where it is not known. */
  async get(): Promise<BackupConfiguration> {
    await this.settings.refresh();
    const { revision, origin, changedAt, changedBy, document } = this.state();
    const shown = masked(document);
    return {
      ...{ revision, origin, changedAt, changedBy, document: shown, text: documentText(shown, revision) },
      ...{ canSeal: this.settings.sealKey !== null, notices: this.settings.notices() },
    };
  }

  /** What saving it would come to. */
  check(sent: SentConfiguration): BackupConfigurationCheck {
    const { faults, proposal } = this.propose(sent);
    const now = new Date(this.clock.nowMs());
    return {
      ...{ faults, changes: proposal?.changes ?? [] },
      schedules: (proposal?.config.schedules ?? []).map((schedule) => ({
        name: schedule.name,
        next: slotsAfter(schedule, now, previewed).map((slot) => slot.toISOString()),
      })),
    };
  }

  /** Rejects with UserError where somebody else was first or something is wrong with it, and with StoreFault. */
  async save(sent: SentConfiguration, change: Change): Promise<BackupConfiguration> {
    const before = await this.stateToChange(change);
    const { faults, proposal, lacksKey } = this.propose(sent);
    if (proposal === null) throw lacksKey ? noSealKey() : invalid(faults);
    return this.keep(before, proposal, change);
  }

  /** Adds or replaces one item. Rejects as `save` does. */
  async saveItem(list: ItemList, name: string, item: Document, change: Change): Promise<BackupConfiguration> {
    const before = await this.stateToChange(change);
    const named = { name, ...item };
    if (named.name !== name)
      throw invalid([{ path: 'item.name', message: `must be ${name}, as in the address, or left out`, line: null }]);
    const items = itemsOf(before.document, list);
    const shown = itemsOf(masked(before.document), list);
    const at = items.findIndex((each) => isRecord(each) && each['name'] === name);
    const next = at === -1 ? [...shown, named] : shown.with(at, named);
    return this.save({ document: { ...masked(before.document), [list]: next } }, change);
  }

  /** Takes one item away. Rejects as `save` does, and with UserError where there is none of that name. */
  async removeItem(list: ItemList, name: string, change: Change): Promise<BackupConfiguration> {
    const document = masked((await this.stateToChange(change)).document);
    const items = itemsOf(document, list);
    const next = items.filter((each) => !isRecord(each) || each['name'] !== name);
    if (next.length === items.length)
      throw new UserError(404, 'BACKUP_ITEM_UNKNOWN', `None of backups.${list} is named ${name}: load it again.`);
    return this.save({ document: { ...document, [list]: next } }, change);
  }

  /** Goes back to what the file says. Rejects with UserError where somebody else was first, and with StoreFault. */
  async reset(change: Change): Promise<BackupConfiguration> {
    const before = await this.stateToChange(change);
    if (before.origin === 'file')
      throw new UserError(
        409,
        'BACKUP_CONFIGURATION_OF_FILE',
        'The file counts already: there is nothing to go back from.',
      );
    const { backups } = this.source;
    const changes = changedNames(before.document, backups, []);
    return this.keep(before, { stored: null, config: this.config.backups, changes }, change);
  }

  private async keep(
    before: SettingsState,
    { stored, config, changes }: Omit<Proposal, 'stored'> & { stored: Document | null },
    { by }: Change,
  ): Promise<BackupConfiguration> {
    const changedAt = this.clock.nowIso();
    const isKept = await this.store.save({
      ...{ revision: before.revision + 1, changedAt, changedBy: by },
      document: stored && storedText(stored, this.settings.sealKey),
      dueSince: JSON.stringify(nextDueSince(before, config, changedAt)),
      seedDigest: before.origin === 'store' ? before.seedDigest : digestOf(masked(this.source.backups)),
    });
    await this.settings.refresh();
    if (!isKept) throw changedSince(this.state());
    const what = changes.length === 0 ? 'nothing' : changes.join(', ');
    const to = stored === null ? ', and it is that of the file again' : '';
    this.logger.log(`${by} changed the configuration of backups (revision ${before.revision + 1}): ${what}${to}`);
    return this.get();
  }

  /** The state that somebody has seen, unless it was changed since. */
  private async stateToChange({ revision }: Change): Promise<SettingsState> {
    await this.settings.refresh();
    const state = this.state();
    if (state.revision !== revision) throw changedSince(state);
    return state;
  }

  private state(): SettingsState {
    const state = this.settings.state();
    if (state !== null) return state;
    throw new OperationalError('BACKUP_CONFIGURATION_UNKNOWN', this.settings.problems().join(' '));
  }

  private propose({ document, text }: SentConfiguration): {
    faults: DocumentFault[];
    proposal: Proposal | null;
    lacksKey: boolean;
  } {
    const sent = text === undefined ? { document: document ?? {}, faults: [] } : readText(text);
    if (sent.document === null) return { faults: sent.faults, proposal: null, lacksKey: false };
    const before = this.state();
    const key = this.settings.sealKey;
    const taken = takeSecrets(sent.document, {
      ...{ before: before.document, trusted: before.trusted, key, configFile: this.source.file },
    });
    const lines = [...taken.faults];
    if (lines.length === 0 && taken.lacksKey) lines.push(`backups: ${sealKeyNeeded}`);
    const read = lines.length > 0 ? null : readDocument(taken.stored, key, this.source);
    const faults = placedFaults([...lines, ...(read?.faults ?? [])], text ?? null);
    if (read === null || read.backups === null)
      return { faults, proposal: null, lacksKey: taken.faults.length === 0 && taken.lacksKey };
    const changes = changedNames(before.document, taken.stored, taken.given);
    return { faults, proposal: { stored: taken.stored, config: read.backups, changes }, lacksKey: false };
  }
}

const itemsOf = (document: Document, list: ItemList): unknown[] => {
  const items = document[list];
  return Array.isArray(items) ? items : [];
};

const sealKeyNeeded = `holds a secret, and there is no key to seal it with: put what \`openssl rand -base64 32\` prints in a file, name it in store.sealKeyFile (or set ${sealKeyVariable}), and restart Cutover; or name a passwordFile`;

const noSealKey = (): UserError => new UserError(409, 'BACKUP_SEAL_KEY_MISSING', `The configuration ${sealKeyNeeded}.`);

/** The most that an answer names. */
const mostDetails = 20;

function invalid(faults: readonly DocumentFault[]): UserError {
  const details = faults.slice(0, mostDetails).map(({ path, message }) => ({ path, message }));
  const [first] = details;
  return new UserError(400, 'BACKUP_CONFIGURATION_INVALID', `${first?.path}: ${first?.message}`, details);
}

const changedSince = ({ revision, changedAt, changedBy }: SettingsState): UserError =>
  new UserError(
    409,
    'BACKUP_CONFIGURATION_CHANGED',
    `Revision ${revision} counts now${changedBy === null ? '' : `: ${changedBy} changed it at ${changedAt}`}. Load it again, and make your change there.`,
  );
