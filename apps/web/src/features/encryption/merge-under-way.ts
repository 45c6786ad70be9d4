import type { Tablespace } from '@cutover/contracts';

/** Tablespaces with the news of those that are under way; the others, and the order, stay as they were loaded. */
export function mergeUnderWay(known: readonly Tablespace[], underWay: readonly Tablespace[]): readonly Tablespace[] {
  if (underWay.length === 0) return known;
  const news = new Map(underWay.map((tablespace) => [tablespace.name, tablespace]));
  return known.map((tablespace) => news.get(tablespace.name) ?? tablespace);
}
