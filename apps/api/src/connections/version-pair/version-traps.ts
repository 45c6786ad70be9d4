import { compareSeries, seriesText, type ServerVersion } from './server-version.js';

/** What a release changed and an application may notice. Sources: the release notes and upgrade pages of both servers. */
export interface VersionTrap {
  family: ServerVersion['family'];
  /** The first series that has it. */
  since: { major: number; minor: number };
  /** What is different, as a sentence without its full stop. */
  change: string;
  action: string;
}

const traps: readonly VersionTrap[] = [
  {
    ...{ family: 'mariadb', since: { major: 10, minor: 6 } },
    change: 'OFFSET and ROWNUM are reserved words: statements that use them as names without quotes fail',
    action: 'Search the application for columns and aliases of these names, and quote them.',
  },
  {
    ...{ family: 'mariadb', since: { major: 10, minor: 11 } },
    change: 'SUPER no longer lets an account write under read_only',
    action: 'Look which scripts and accounts rely on it; they need READ_ONLY ADMIN.',
  },
  {
    ...{ family: 'mariadb', since: { major: 11, minor: 0 } },
    change: 'SUPER no longer holds the rights that were split from it (BINLOG ADMIN, CONNECTION ADMIN, and others)',
    action: 'Look which accounts have SUPER alone, and give them what they use.',
  },
  {
    ...{ family: 'mariadb', since: { major: 11, minor: 5 } },
    change: 'TIMESTAMP holds values up to the year 2106, which an older server cannot take back',
    action: 'If you keep a way back, let nobody write TIMESTAMP values after 2038.',
  },
  {
    ...{ family: 'mariadb', since: { major: 11, minor: 6 } },
    change: 'the default character set is utf8mb4 (uca1400_ai_ci), which servers before 10.10 do not know',
    action: 'Set character_set_server and collation_server on the target to those of the source.',
  },
  {
    ...{ family: 'mysql', since: { major: 8, minor: 0 } },
    change: 'accounts are made with caching_sha2_password, and GROUP BY no longer sorts',
    action: 'Try the drivers of the application against the target, and look for statements that rely on that order.',
  },
  {
    ...{ family: 'mysql', since: { major: 8, minor: 4 } },
    change: 'mysql_native_password is off, so that accounts with it cannot log in',
    action: 'Give these accounts caching_sha2_password before the cutover, and try their logins.',
  },
  {
    ...{ family: 'mysql', since: { major: 9, minor: 0 } },
    change: 'mysql_native_password is gone, and no setting brings it back',
    action: 'Give these accounts caching_sha2_password before the cutover, and try their logins.',
  },
];

/** Pure: what the application may notice between a source and a newer target. */
export function trapsBetween(source: ServerVersion, target: ServerVersion): VersionTrap[] {
  const lies = ({ since }: VersionTrap): boolean =>
    compareSeries(source, since) < 0 && compareSeries(target, since) >= 0;
  return traps.filter((trap) => trap.family === target.family && lies(trap));
}

/** Subject of its finding. */
export function trapSubject({ family, since }: VersionTrap): string {
  return `${family} ${seriesText(since)}`;
}
