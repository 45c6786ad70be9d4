/** The sections of a migration's page, in the order of reading, with the letter that follows `g`. */
export const sections = [
  { id: 'overview', label: 'Overview', key: 'o' },
  { id: 'readiness', label: 'Readiness', key: 'r' },
  { id: 'connections', label: 'Connections', key: 'p' },
  { id: 'lag', label: 'Lag', key: 'l' },
  { id: 'checksums', label: 'Checksums', key: 'c' },
  { id: 'consistency', label: 'Row counts', key: 'n' },
  { id: 'alerts', label: 'Alerts', key: 'a' },
] as const;

export type SectionId = (typeof sections)[number]['id'];
