/** The name of a database in GRANT as the pattern it is: `_` and `%` are wildcards, a backslash takes that from them. */
export function databasePattern(name: string): RegExp {
  const source = name.replaceAll(/\\[\\_%]|[\s\S]/g, (part) => {
    if (part === '%') return '[\\s\\S]*';
    if (part === '_') return '[\\s\\S]';
    const text = part.length === 2 ? part.slice(1) : part;
    return text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
  });
  return new RegExp(`^${source}$`, 'i');
}
