/** Edits (insert, delete, replace, swap of neighbours) that turn one word into the other: optimal string alignment. */
function editDistance(left: string, right: string): number {
  const rows: number[][] = [Array.from({ length: right.length + 1 }, (_, column) => column)];
  for (let i = 1; i <= left.length; i++) {
    const row = [i];
    for (let j = 1; j <= right.length; j++) {
      const isSame = left[i - 1] === right[j - 1];
      let best = Math.min(cell(rows, i - 1, j) + 1, (row[j - 1] ?? 0) + 1, cell(rows, i - 1, j - 1) + (isSame ? 0 : 1));
      const isSwap = i > 1 && j > 1 && left[i - 1] === right[j - 2] && left[i - 2] === right[j - 1];
      if (isSwap) best = Math.min(best, cell(rows, i - 2, j - 2) + 1);
      row.push(best);
    }
    rows.push(row);
  }
  return cell(rows, left.length, right.length);
}

function cell(rows: number[][], i: number, j: number): number {
  return rows[i]?.[j] ?? 0;
}

const canonical = (key: string) => key.toLowerCase().replaceAll(/[_-]/g, '');

/** The known key that was probably meant. Case, dashes and underscores count for nothing. null: nothing is near. */
export function nearestKey(key: string, known: readonly string[]): string | null {
  const wanted = canonical(key).slice(0, 80);
  let nearest: string | null = null;
  let nearestDistance = Infinity;
  for (const candidate of known) {
    const other = canonical(candidate);
    const isPart = wanted.length >= 3 && (other.startsWith(wanted) || other.endsWith(wanted));
    const distance = isPart ? Math.min(1, editDistance(wanted, other)) : editDistance(wanted, other);
    if (distance < nearestDistance) [nearest, nearestDistance] = [candidate, distance];
  }
  const isNear = nearestDistance <= Math.max(1, Math.floor(wanted.length / 3));
  return isNear ? nearest : null;
}

/** `; did you mean "port"?`, or the known keys when nothing is near. */
export function suggestion(key: string, known: readonly string[]): string {
  const nearest = nearestKey(key, known);
  if (nearest !== null) return `; did you mean "${nearest}"?`;
  return known.length > 0 ? `; known keys here: ${known.join(', ')}` : '';
}
