/** What begins once and ends once: a run, a restore test. */
interface Passing {
  id: string;
  startedAt: string;
  endedAt: string | null;
}

/** As many as the API lists. */
const mostListed = 500;

/** Pure: each of `newer` in place of the one of its id, the newest first. What has ended does not go on. */
export function withNewer<Each extends Passing>(known: readonly Each[], newer: readonly Each[]): Each[] {
  const byId = new Map(known.map((each) => [each.id, each]));
  for (const each of newer) {
    const before = byId.get(each.id);
    if (before === undefined || before.endedAt === null || each.endedAt !== null) byId.set(each.id, each);
  }
  return [...byId.values()]
    .sort((a, b) => b.startedAt.localeCompare(a.startedAt) || b.id.localeCompare(a.id))
    .slice(0, mostListed);
}
