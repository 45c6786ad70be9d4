import { engineNote, filesOf } from './storage-engines.js';

it.each<[string | null, string | null, string]>([
  ['MyISAM', 'Dynamic', 'plain'],
  ['MRG_MyISAM', null, 'plain'],
  ['Aria', 'Dynamic', 'plain'],
  ['Aria', 'Fixed', 'plain'],
  ['Aria', 'Page', 'unknown'],
  ['Aria', null, 'unknown'],
  ['MEMORY', 'Fixed', 'none'],
  ['BLACKHOLE', null, 'none'],
  ['CONNECT', null, 'unknown'],
  ['Mroonga', null, 'unknown'],
  ['ROCKSDB', null, 'unknown'],
  ['SPIDER', null, 'unknown'],
  ['something of tomorrow', null, 'unknown'],
  [null, null, 'unknown'],
])('of a table of %s (%s): its files are %s', (engine, rowFormat, files) =>
  expect(filesOf(engine, rowFormat)).toBe(files),
);

it('says why', () => {
  expect(engineNote('CSV', 'plain')).toBe('CSV cannot encrypt its files');
  expect(engineNote('Aria', 'plain')).toContain('PAGE');
  expect(engineNote('Aria', 'unknown')).toContain('Aria log');
  expect(engineNote('CONNECT', 'unknown')).toContain('CONNECT');
  expect(engineNote(null, 'unknown')).toContain('storage engine');
});
