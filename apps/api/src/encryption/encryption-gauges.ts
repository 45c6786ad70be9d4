import { roles, tablespaceStates, type EncryptionSide, type Role } from '@cutover/contracts';
import type { ScrapedGauge, Series } from '../evidence/gauge.js';

type Sides = Readonly<Record<Role, EncryptionSide | null>>;

/** Progress of encryption, by side. What is unknown is absent. */
export function encryptionGauges(migrations: readonly string[], sidesOf: (migration: string) => Sides): ScrapedGauge[] {
  const bySide = (name: string, help: string, read: (side: EncryptionSide) => number | null): ScrapedGauge => ({
    ...{ name, help, labels: ['migration', 'role'] },
    read: () =>
      migrations.flatMap((migration) => {
        const sides = sidesOf(migration);
        return roles.map((role): Series => [{ migration, role }, sides[role] && read(sides[role])]);
      }),
  });
  return [
    bySide(
      'cutover_encryption_total_bytes',
      'Bytes of all tablespaces (absent: unknown)',
      ({ progress }) => progress && progress.totalBytes,
    ),
    bySide(
      'cutover_encryption_encrypted_bytes',
      'Bytes of tablespaces that are encrypted, by the pages done (absent: unknown)',
      ({ progress }) => progress && progress.encryptedBytes,
    ),
    bySide(
      'cutover_encryption_rate_bytes_per_second',
      'Bytes encrypted each second, over the last minutes (absent: unknown, or nothing is under way)',
      ({ progress }) => progress && progress.bytesPerSecond,
    ),
    bySide(
      'cutover_encryption_left_seconds',
      'Time until what becomes encrypted by itself is (absent: unknown or never)',
      ({ progress }) => progress && progress.secondsLeft,
    ),
    bySide('cutover_encryption_stuck', '1: nothing becomes encrypted though something is plain', ({ progress }) =>
      progress === null ? null : progress.stuck === null ? 0 : 1,
    ),
    bySide(
      'cutover_encryption_plain_log_files',
      'Files of the binary log that are not encrypted (absent: unknown)',
      ({ logs }) => (logs === null || logs.unknown > 0 ? null : logs.plain),
    ),
    {
      name: 'cutover_encryption_tablespaces',
      help: 'Tablespaces in each state (absent: unknown)',
      labels: ['migration', 'role', 'state'],
      read: () =>
        migrations.flatMap((migration) => {
          const sides = sidesOf(migration);
          return roles.flatMap((role) =>
            tablespaceStates.map((state): Series => [
              { migration, role, state },
              sides[role]?.progress?.tablespaces[state] ?? null,
            ]),
          );
        }),
    },
  ];
}
