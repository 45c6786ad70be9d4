/** A reason that several tables have, said once for all of them. */
export interface SharedReason {
  text: string;
  tables: readonly string[];
}

/**
 * What differs between tables that have the same reason: the position they were read at, and how far away it was. A
 * GTID of MariaDB or a list of them, a GTID set of MySQL, an LSN of PostgreSQL, transactions, seconds.
 */
const figures =
  /\b\d+-\d+-\d+(?:,\d+-\d+-\d+)*\b|\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}:[\w:,-]*\w|\b[0-9A-F]{1,8}\/[0-9A-F]{1,8}\b|\b\d+ transactions?\b|\b\d+(?= s\b)/g;
const gap = '\0';

/** The reasons that more than one of the tables has, keyed by what `sharedKey` makes of them. */
export function sharedReasons(
  reasons: readonly { table: string; reason: string }[],
): ReadonlyMap<string, SharedReason> {
  const alike = new Map<string, { table: string; reason: string }[]>();
  for (const each of reasons) {
    const key = sharedKey(each.reason);
    const group = alike.get(key);
    if (group) group.push(each);
    else alike.set(key, [each]);
  }
  return new Map(
    [...alike]
      .filter(([, group]) => group.length > 1)
      .map(([key, group]) => [
        key,
        {
          text: together(
            key,
            group.map(({ reason }) => reason),
          ),
          tables: group.map(({ table }) => table),
        },
      ]),
  );
}

/** What two reasons have in common when they differ in figures only. */
export function sharedKey(reason: string): string {
  return reason.replace(figures, gap);
}

/** One sentence for all: a figure that differs becomes the range it lies in. */
function together(key: string, reasons: readonly string[]): string {
  const found = reasons.map((reason) => reason.match(figures) ?? []);
  return key
    .split(gap)
    .map(
      (text, index) => `${text}${index < (found[0]?.length ?? 0) ? range(found.map((each) => each[index] ?? '')) : ''}`,
    )
    .join('');
}

/** `12 to 40`, `0-1-500 to 0-1-540`; positions that no range can hold are only counted. */
function range(values: readonly string[]): string {
  const [first = '', ...others] = [...new Set(values)];
  if (others.length === 0) return first;
  if (others.every((value) => value.includes(' transaction')))
    return `${range([first, ...others].map((value) => value.split(' ', 1)[0] ?? ''))} transactions`;
  const start = beforeLastNumber(first);
  if (start === null || others.some((value) => beforeLastNumber(value) !== start))
    return `${others.length + 1} different positions`;
  const numbers = [first, ...others].map((value) => BigInt(value.slice(start.length)));
  const least = numbers.reduce((a, b) => (b < a ? b : a));
  const most = numbers.reduce((a, b) => (b > a ? b : a));
  return `${start}${least} to ${start}${most}`;
}

/** `0-1-` of `0-1-500`; null where a number is not all that differs (a list, a set, an LSN). */
function beforeLastNumber(value: string): string | null {
  return /^((?:\d+-\d+-)?)\d+$/.exec(value)?.[1] ?? null;
}
