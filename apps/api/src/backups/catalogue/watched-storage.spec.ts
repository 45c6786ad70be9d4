import type { StoredObject } from '../storages/backup-storage.js';
import { LocalStorage } from '../storages/local-storage.js';
import { WatchedStorage } from './watched-storage.js';

/** A storage that answers when it is told to. */
class HeldStorage extends LocalStorage {
  asked = 0;
  answer: (objects: StoredObject[] | Error) => void = () => undefined;
  constructor() {
    super('disk', '/nowhere');
  }

  override async *list(): AsyncIterable<StoredObject> {
    this.asked += 1;
    const told = await new Promise<StoredObject[] | Error>((resolve) => (this.answer = resolve));
    if (told instanceof Error) throw told;
  }
}

let minutes: number;
let storage: HeldStorage;
const watched = (withinMs = 60_000): WatchedStorage =>
  new WatchedStorage(storage, () => new Date(Date.UTC(2026, 2, 1, 0, minutes++)).toISOString(), withinMs);

beforeEach(() => {
  minutes = 0;
  storage = new HeldStorage();
});
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

it('is of the moment in which reading began, and keeps what was known where it cannot be read any more', async () => {
  const subject = watched();
  expect(subject.view).toMatchObject({ readAt: null, failure: null });
  const first = subject.look();
  await turn();
  minutes = 30;
  storage.answer([]);
  await first;
  expect(subject.view).toMatchObject({ readAt: '2026-03-01T00:00:00.000Z', failure: null, entries: [] });
  const second = subject.look();
  await turn();
  storage.answer(new Error('EIO'));
  await expect(second).rejects.toThrow('EIO');
  expect(subject.view).toMatchObject({ readAt: '2026-03-01T00:00:00.000Z', failure: 'EIO' });
});

it('reads one time after the other, and anew for who wants nothing of before', async () => {
  const subject = watched();
  const [first, same] = [subject.look(), subject.look()];
  const anew = subject.readAnew();
  await turn();
  expect(storage.asked).toBe(1);
  storage.answer([]);
  await Promise.all([first, same]);
  await turn();
  expect(storage.asked).toBe(2);
  storage.answer([]);
  await anew;
  expect(subject.view.readAt).toBe('2026-03-01T00:01:00.000Z');
});

it('is given up where it does not answer, and not asked a second time meanwhile', async () => {
  const subject = watched(20);
  await expect(subject.look()).rejects.toThrow('could not be read in');
  expect(subject.view.failure).toContain('look at its mount');
  await expect(subject.look()).rejects.toThrow('could not be read in');
  expect(storage.asked).toBe(1);
  storage.answer([]);
  await turn();
  const last = subject.look();
  await turn();
  storage.answer([]);
  expect(await last).toEqual([]);
});
