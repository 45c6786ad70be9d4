/** What a storage engine other than InnoDB does with rows. */
export type EngineFiles =
  /** It has no file with rows of its own: they are in memory, on another server or nowhere. */
  | 'none'
  /** Its files are plain, whatever is set. */
  | 'plain'
  /** SQL does not tell. An engine that stands in no list is one of these: new ones come as plugins. */
  | 'unknown';

const withoutFiles = new Set(['memory', 'blackhole', 'federated', 'sequence', 'performance_schema']);
const plain = new Set(['myisam', 'csv', 'archive', 'merge', 'mrg_myisam']);

/** Pure. `rowFormat` matters for Aria, which encrypts pages, and has pages in one of its formats alone. */
export function filesOf(engine: string | null, rowFormat: string | null = null): EngineFiles {
  const name = engine?.toLowerCase() ?? '';
  if (withoutFiles.has(name)) return 'none';
  if (plain.has(name)) return 'plain';
  return name === 'aria' && rowFormat !== null && rowFormat.toLowerCase() !== 'page' ? 'plain' : 'unknown';
}

/** Pure: why a table is in this state, in a few words. */
export function engineNote(engine: string | null, files: 'plain' | 'unknown'): string {
  const isAria = engine?.toLowerCase() === 'aria';
  if (engine === null) return 'The server does not tell its storage engine';
  if (files === 'plain') return isAria ? 'Aria encrypts ROW_FORMAT=PAGE alone' : `${engine} cannot encrypt its files`;
  return isAria
    ? 'SQL does not tell whether it was made before aria_encrypt_tables was turned on, and its changes stand plain in the Aria log'
    : `Whether ${engine} encrypts its files is not to be seen by SQL`;
}
