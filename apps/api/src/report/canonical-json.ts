/**
 * Pure: the one text of a value: members in order of their names (by UTF-16 code units), no blanks, numbers and strings as
 * JSON.stringify prints them, which is what RFC 8785 (JSON Canonicalization Scheme) asks for. Members that are undefined are
 * not there. Throws for what JSON cannot say.
 */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (typeof value === 'object' && value !== null) {
    const members = Object.entries(value)
      .filter(([, member]) => member !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, member]) => `${JSON.stringify(name)}:${canonicalJson(member)}`);
    return `{${members.join(',')}}`;
  }
  if (typeof value === 'number' && !Number.isFinite(value)) throw new Error('A number that is not finite has no JSON');
  const text = JSON.stringify(value) as string | undefined;
  if (text === undefined) throw new Error(`${typeof value} has no JSON`);
  return text;
}
