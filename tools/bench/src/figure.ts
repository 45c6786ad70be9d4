/** One line of the printed table. */
export interface Figure {
  what: string;
  measured: string;
  /** What it must reach; empty when there is no bound. */
  bound: string;
  /** null: no bound to hold against. */
  isMet: boolean | null;
}

/** A Markdown table, as it is kept in docs/benchmarks.md. */
export function figureTable(figures: readonly Figure[]): string {
  const rows = figures.map(
    ({ what, measured, bound, isMet }) =>
      `| ${what} | ${measured} | ${bound || '—'} | ${isMet === null ? '—' : isMet ? 'yes' : '**no**'} |`,
  );
  return ['| figure | measured | bound | met |', '|---|---|---|---|', ...rows, ''].join('\n');
}
