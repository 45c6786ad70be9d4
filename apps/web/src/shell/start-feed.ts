import type { MigrationUpdate } from '@cutover/contracts';
import { watch } from 'vue';
import { useAlertsStore } from '../features/alerts/alerts.store.js';
import { useBackupsStore } from '../features/backups/backups.store.js';
import { useChecksumStore } from '../features/checksum/checksum.store.js';
import { useEncryptionStore } from '../features/encryption/encryption.store.js';
import { useFreezeProofStore } from '../features/freeze-proof/freeze-proof.store.js';
import { useMigrationsStore } from '../features/migrations/migrations.store.js';
import { useReadinessStore } from '../features/readiness/readiness.store.js';
import { useSessionStore } from '../features/access/session.store.js';
import { ClockOffset } from '../live/clock-offset.js';
import { LiveFeed, type FeedListener, type LiveEvent } from '../live/live-feed.js';
import type { LiveSocket } from '../live/live-socket.js';
import { useLiveStore } from '../live/live.store.js';
import { listenToServerDate } from '../live/rest.js';
import { setClockOffset } from '../ui/now.js';

/** Leads what arrives to the stores that keep it. */
function listener(): FeedListener {
  const live = useLiveStore();
  const migrations = useMigrationsStore();
  const alerts = useAlertsStore();
  const checksum = useChecksumStore();
  const readiness = useReadinessStore();
  const encryption = useEncryptionStore();
  const freezeProofs = useFreezeProofStore();
  const backups = useBackupsStore();
  const session = useSessionStore();
  const offset = new ClockOffset();

  /** In the order in which they came; the updates of a frame all at once. */
  function take(events: readonly LiveEvent[]): void {
    let updates: MigrationUpdate[] = [];
    const takeUpdates = (): void => {
      migrations.receiveAll(updates);
      for (const update of updates) checksum.receiveSnapshot(update);
      updates = [];
    };
    for (const event of events) {
      switch (event.type) {
        case 'metrics_update':
          updates.push(event.data);
          break;
        case 'connection_status':
          // What came before it is older than it.
          takeUpdates();
          migrations.receiveConnection(event.data);
          break;
        case 'checksum_progress':
          checksum.receive(event.data);
          break;
        case 'readiness_update':
          readiness.receive(event.data);
          break;
        case 'encryption_update':
          encryption.receive(event.data);
          break;
        case 'freeze_proof':
          freezeProofs.receive(event.data);
          break;
        case 'backups_update':
          backups.receive(event.data);
          break;
        case 'alert':
          break;
      }
    }
    alerts.receiveAll(events.flatMap((event) => (event.type === 'alert' ? [event.data] : [])));
    takeUpdates();
  }

  listenToServerDate((serverMs, receivedAtMs) => setClockOffset(offset.add(serverMs, receivedAtMs)));
  return {
    received: take,
    sent: (timestamp, receivedAtMs) => setClockOffset(offset.add(timestamp, receivedAtMs)),
    changed(state, reason) {
      live.enter(state, reason, new Date().toISOString());
      if (state === 'live' && session.session === null) void session.load().catch(() => undefined);
    },
    async poll() {
      await migrations.load();
      await alerts.load();
      await readiness.reload();
      for (const detail of migrations.list) checksum.receiveSnapshot(detail);
      // Only pages that were open ask: the settings of a migration come with its page.
      for (const name of freezeProofs.settings.keys()) await freezeProofs.load(name);
    },
  };
}

/** Opens the feed and asks for everything once over REST, so that the page has figures even before the socket is open. */
export function startFeed(socket: LiveSocket): LiveFeed {
  const to = listener();
  const feed = new LiveFeed(socket, to);
  feed.start();
  const live = useLiveStore();
  watch(
    () => live.wantsBackups,
    (isWanted) => feed.watchBackups(isWanted),
    { immediate: true },
  );
  // A failure here is the feed's to report: it goes on trying, and says why.
  void useMigrationsStore()
    .load()
    .catch(() => undefined);
  void useSessionStore()
    .load()
    .catch(() => undefined);
  return feed;
}
