/** Longer statements are cut: they tell who and what, not all. */
const longest = 160;

/**
 * Pure: a statement with `?` in place of every value, so that neither a page nor an alert shows what stands in rows or what a
 * password is. Lists of values are one `?`; comments are left out.
 * @param parts finds names in quotes (the group `name`, kept), comments (the group `comment`, left out) and values (neither)
 */
export function hideValues(statement: string, parts: RegExp): string {
  const bare = statement
    .replaceAll(parts, (...found) => {
      const { name, comment } = found.at(-1) as Record<'name' | 'comment', string | undefined>;
      return name !== undefined ? name : comment !== undefined ? ' ' : '?';
    })
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/\?(?: ?, ?\?)+/g, '?')
    .replaceAll(/\( ?\? ?\)(?: ?, ?\( ?\? ?\))+/g, '(?)')
    .trim();
  return bare.length > longest ? `${bare.slice(0, longest)}…` : bare;
}
