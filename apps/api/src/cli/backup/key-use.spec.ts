import { aStoredBackup } from '../../../test/support/a-stored-backup.js';
import { LocalStorage } from '../../backups/storages/local-storage.js';
import { keyUse } from './key-use.js';

const at = (day: number): string => `2026-03-0${day}T02:30:00.000Z`;
const encryptedTo = (...recipients: string[]) => ({ encryption: { format: 'age', recipients } as const });

it('counts by recipient and storage, also of recipients that are not configured any more', () => {
  const nas = { storage: new LocalStorage('nas', '/nowhere') };
  const known = [
    aStoredBackup(at(2), encryptedTo('age1new')),
    aStoredBackup(at(3), encryptedTo('age1new')),
    aStoredBackup(at(1), encryptedTo('age1new', 'age1old')),
    aStoredBackup(at(3), encryptedTo('age1new'), nas),
    aStoredBackup(at(4)),
  ];
  expect([...keyUse(known, ['age1unused', 'age1new'])]).toEqual([
    ['age1unused', []],
    [
      'age1new',
      [
        { storage: 'disk', backups: 3, oldest: at(1), newest: at(3) },
        { storage: 'nas', backups: 1, oldest: at(3), newest: at(3) },
      ],
    ],
    ['age1old', [{ storage: 'disk', backups: 1, oldest: at(1), newest: at(1) }]],
  ]);
});
