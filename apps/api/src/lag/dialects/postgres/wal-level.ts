/**
 * Pure: what must be set before the source can publish anything; null: nothing must.
 * @param level `wal_level`
 * @param isRds where nobody may set it, and a parameter of its own does
 */
export function adviceOf(level: string, isRds: boolean): string | null {
  if (level === 'logical') return null;
  const known = `The source cannot publish anything yet (wal_level = ${level}): `;
  return isRds
    ? `${known}set rds.logical_replication = 1 in its parameter group (of the cluster, on Aurora) and reboot it, then GRANT rds_replication to the account that the subscription logs in with.`
    : `${known}run ALTER SYSTEM SET wal_level = 'logical'; there and restart it, then give the account that the subscription logs in with the attribute REPLICATION.`;
}
