import type { DomainLag } from '@cutover/contracts';
import { errantText } from './errant-text.js';

/** Pure: a domain with what its errant transactions mean, and what to do about them. */
export function explainErrant(domain: DomainLag): DomainLag {
  const text = errantText(domain);
  if (text === null) return explainUnexplained(domain);
  const { endsReplication, errantOf } = domain;
  return {
    ...domain,
    errantMeaning: `${text}${errantOf === undefined ? '' : `, ${authors[errantOf]}`}. ${consequences[endsReplication ?? 'none']}`,
    errantAction: `${endsReplication === 'next-connect' ? avertConnect : ''}Set read_only=ON on the target, or it comes again. Find who wrote it (its binary log, or the audit log), and verify${endsReplication === 'next-write' ? ' before the source writes there (once replication has ended nothing can be proved: undo the write by hand)' : ''}. Rows different: run repair.sql first. Rows equal: ${heal(domain.domain)} What each step costs: docs/errant-transactions.md.`,
  };
}

/** Written on the target, or by a source before this one: its log alone does not tell. */
function explainUnexplained(domain: DomainLag): DomainLag {
  const { unexplainedGtids } = domain;
  if (unexplainedGtids === undefined) return domain;
  return {
    ...domain,
    errantMeaning: `${unexplainedGtids}. An earlier source wrote them, or somebody on the target under another server id`,
    errantAction: `Find who wrote them (mariadb-binlog on the target shows statement and time). An earlier source: ${heal(domain.domain)} Somebody on the target: see docs/errant-transactions.md.`,
  };
}

/** What cannot wait. */
const avertConnect =
  'Before anything else run on the target: STOP SLAVE; CHANGE MASTER TO MASTER_USE_GTID = slave_pos; START SLAVE. ';

/** MariaDB numbers its domains; those of MySQL are server UUIDs. */
function heal(domain: string): string {
  return /^\d+$/.test(domain)
    ? 'STOP SLAVE; RESET MASTER; START SLAVE on the target makes it forget them. That deletes its binary logs: replicas of the target must be set up again.'
    : 'make the source know each of them by an empty transaction with its GTID.';
}

const authors: Readonly<Record<NonNullable<DomainLag['errantOf']>, string>> = {
  target: 'written on the target itself',
  'another-server': 'under the identity of another server: an earlier source, or a session that set it',
};

const consequences: Record<NonNullable<DomainLag['endsReplication']> | 'none', string> = {
  'next-write':
    "gtid_strict_mode is on and they are past what was replicated: the source's next write there ends replication (error 1950)",
  'next-connect':
    'The target connects with Using_Gtid: Current_Pos, and will ask the source for what comes after them: its next connect, after any restart or break, ends replication (error 1236)',
  none: 'Somebody wrote to the target, and a switch would carry that along',
};
