import { readChannelStatus } from '@cutover/databases/mysql-family';
import type { Facts } from '../../pair-look.js';

/** Columns that decide what a channel applies, by MariaDB's and MySQL's names in lower case. */
const filterColumns = /^(?:replicate_(?!annotate)\w+|(?:master|source)_(?:host|port))$/;
/** MariaDB counts what it has begun to apply, by kind. */
const groupColumns = /^slave_(?:ddl|non_transactional|transactional)_groups$/;
const ddlColumn = /^slave_ddl_groups$/;

function sumOf(counts: readonly bigint[]): string {
  return String(counts.reduce((sum, count) => sum + count, 0n));
}

/** Pure: what all channels of the target are doing, and what each leaves out. */
export function channelFacts(rows: readonly object[]): Facts {
  const channels = rows.map(readChannelStatus);
  const failed = channels.find(({ applierErrno }) => applierErrno !== 0);
  const columns = rows.map((row) =>
    Object.entries(row).map(([name, value]) => [name.toLowerCase(), String(value ?? '')] as const),
  );
  const counted = (wanted: RegExp): bigint[] =>
    columns.flatMap((each) => each.filter(([name]) => wanted.test(name)).map(([, value]) => BigInt(value || '0')));
  const groups = counted(groupColumns);
  const filters = columns.flatMap((each, index) =>
    each
      .filter(([name]) => filterColumns.test(name))
      .map(
        ([name, value]) => [`set ${name}${channels[index]?.name ? ` of ${channels[index].name}` : ''}`, value] as const,
      ),
  );
  return {
    applier: channels.every(({ applier }) => applier === 'running') ? 'running' : 'stopped',
    failure: String(failed?.applierErrno ?? 0),
    ...(groups.length === 0 ? {} : { groups: sumOf(groups), 'groups of ddl': sumOf(counted(ddlColumn)) }),
    ...Object.fromEntries(filters),
  };
}
