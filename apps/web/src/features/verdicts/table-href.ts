/** Sections that hold a verdict on every table. */
export type TableSection = 'checksums' | 'consistency';

/** Leads to the row of a table in a section of the page; without a table to the section. */
export function tableHref(section: TableSection, table?: string): string {
  return `#${section}${table === undefined ? '' : `-${encodeURIComponent(table)}`}`;
}
