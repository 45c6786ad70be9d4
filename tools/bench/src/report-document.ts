/** What docs/benchmarks.md begins with. */
export const preamble = [
  '# Benchmarks',
  '',
  'Printed by `npm run bench -- --write` (Watching), `npm run bench -- verify --write` (Verify), `npm run bench -- databases --write` (Databases), `npm run bench -- digest --write` (Digest), `npm run bench -- parity --write` (Parity), `npm run bench -- scale --write` (Scale), `npm run bench -- readiness --write` (Readiness) and `npm run bench -- binding --write` (Binding); Soak is the end of what `npm run soak` prints. Machines are noisy: read ratios and medians, not single figures.',
  '',
].join('\n');

const headings = /^(?=### )/m;

/**
 * Pure: the document with the section of that title replaced, or added at its end; all other sections stay as they are.
 * @param document null when there is none yet
 */
export function withSection(document: string | null, title: string, body: string): string {
  const [lead = '', ...sections] = (document ?? preamble).split(headings);
  const section = `### ${title}\n\n${body.trim()}\n`;
  const isThis = (text: string): boolean => text.startsWith(`### ${title}\n`);
  const all = sections.some(isThis) ? sections.map((text) => (isThis(text) ? section : text)) : [...sections, section];
  return `${[lead, ...all].map((text) => text.trimEnd()).join('\n\n')}\n`;
}
