/** A release of MariaDB or MySQL. */
export interface ServerVersion {
  family: 'mariadb' | 'mysql';
  major: number;
  minor: number;
  patch: number;
}

/** Pure: what a server says of itself. MariaDB may put `5.5.5-` before it, for old replicas. null: not to be understood. */
export function readVersion(text: string): ServerVersion | null {
  const found = /^(?:5\.5\.5-)?(\d+)\.(\d+)\.(\d+)/.exec(text);
  if (found === null) return null;
  const [major = 0, minor = 0, patch = 0] = found.slice(1).map(Number);
  return { family: /mariadb/i.test(text) ? 'mariadb' : 'mysql', major, minor, patch };
}

/** Pure: negative where `a` is the older series. */
export function compareSeries(a: Pick<ServerVersion, 'major' | 'minor'>, b: typeof a): number {
  return a.major - b.major || a.minor - b.minor;
}

/** `10.11`. */
export function seriesText({ major, minor }: Pick<ServerVersion, 'major' | 'minor'>): string {
  return `${major}.${minor}`;
}
