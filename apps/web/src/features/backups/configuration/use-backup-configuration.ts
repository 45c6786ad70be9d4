import type { BackupConfiguration, BackupConfigurationCheck } from '@cutover/contracts';
import { computed, onMounted, ref, shallowRef } from 'vue';
import { useNoticesStore } from '../../../live/notices.store.js';
import { faultText, rest } from '../../../live/rest.js';

const path = '/api/backups/configuration';

/** The configuration of backups, and the text that somebody makes of it. */
export function useBackupConfiguration() {
  /** null: nothing was answered yet. */
  const saved = shallowRef<BackupConfiguration | null>(null);
  const text = ref('');
  /** What the text that was checked last would come to; null: none was, or it was changed since. */
  const checked = shallowRef<BackupConfigurationCheck | null>(null);
  /** Why the last request was refused. */
  const fault = ref<string | null>(null);
  const isBusy = ref(false);
  const isChanged = computed(() => saved.value !== null && text.value !== saved.value.text);
  const notices = useNoticesStore();

  /** True when it was answered as hoped for. */
  async function asking(work: () => Promise<void>): Promise<boolean> {
    isBusy.value = true;
    fault.value = null;
    try {
      await work();
      return true;
    } catch (error) {
      fault.value = faultText(error);
      return false;
    } finally {
      isBusy.value = false;
    }
  }

  function take(configuration: BackupConfiguration): void {
    saved.value = configuration;
    write(configuration.text);
  }

  function write(next: string): void {
    text.value = next;
    checked.value = null;
  }

  const load = (): Promise<boolean> => asking(async () => take(await rest<BackupConfiguration>('GET', path)));

  const check = (): Promise<boolean> =>
    asking(async () => {
      const { value } = text;
      const found = await rest<BackupConfigurationCheck>('POST', `${path}/check`, { text: value });
      if (value === text.value) checked.value = found;
    });

  /** Checks first: what is wrong is shown by its lines. */
  async function save(operator: string | null): Promise<void> {
    if (!(await check()) || checked.value === null || checked.value.faults.length > 0) return;
    const body = { text: text.value, revision: saved.value?.revision, ...(operator === null ? {} : { operator }) };
    if (await asking(async () => take(await rest<BackupConfiguration>('PUT', path, body))))
      notices.show('good', `Revision ${saved.value?.revision} counts from now on`);
  }

  async function backToFile(operator: string | null): Promise<void> {
    const query = new URLSearchParams({
      revision: String(saved.value?.revision),
      ...(operator === null ? {} : { operator }),
    });
    if (await asking(async () => take(await rest<BackupConfiguration>('DELETE', `${path}?${query.toString()}`))))
      notices.show('good', 'The configuration file counts again');
  }

  onMounted(() => void load());
  return { saved, text, checked, fault, isBusy, isChanged, load, check, save, backToFile, write };
}
