import { readdirSync, readFileSync } from 'node:fs';
import { basename, resolve } from 'node:path';

const api = resolve(__dirname, '../..');

it('every test that the table of faults names is there', () => {
  const files = ['src', 'test']
    .flatMap((folder) => readdirSync(resolve(api, folder), { recursive: true, encoding: 'utf8' }))
    .map((path) => basename(path).replace(/(\.int)?(\.spec)?\.ts$/, ''));
  const [, section = ''] = readFileSync(resolve(api, '../../docs/backups.md'), 'utf8').split(
    '## What happens when something fails',
  );
  const rows = section.split('\n## ')[0]!.match(/^\|.*\|$/gm) ?? [];
  const named = rows.flatMap((row) =>
    [
      ...row
        .split('|')
        .at(-2)!
        .matchAll(/`([^`]+)`/g),
    ].map(([, name]) => name!),
  );
  expect(named.length).toBeGreaterThan(15);
  expect(named.filter((name) => !files.includes(name.replace(/\.spec$/, '')))).toEqual([]);
});
