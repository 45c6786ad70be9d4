import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative, resolve } from 'node:path';

const root = resolve(__dirname, '../../../..');

/** An import of one file by another; both are named from the API's sources. */
interface Planted {
  claim: string;
  importing: string;
  imported: string;
}

const quoting = '../../../libs/databases/src/engines/mysql-family/quote-identifier.ts';
const dialect = 'checksum/dialects/mysql-family/leaf.ts';

/** Each by a file of its own. */
const refused: readonly (Planted & { rule: string })[] = [
  refuse('a watcher imports a judge (up)', 'lag', 'alerts/leaf.ts', 'api-capabilities-imports-down'),
  refuse('a check imports a watcher', 'checks', 'lag/leaf.ts', 'api-checks-imports-down'),
  refuse('a watcher imports another watcher (sideways)', 'lag', 'checksum/leaf.ts', 'api-capabilities-imports-down'),
  refuse('the configuration imports the platform', 'config', 'platform/leaf.ts', 'api-config-imports-down'),
  refuse('the platform imports a capability', 'platform', 'lag/leaf.ts', 'api-platform-imports-down'),
  refuse('a new folder imports a watcher', 'shared', 'lag/leaf.ts', 'api-capabilities-imports-down'),
  refuse('a watcher imports a new folder', 'lag', 'shared/leaf.ts', 'api-capabilities-imports-down'),
  ...[
    'checksum',
    'checksum/comparison/chunks',
    'checksum/load',
    'checksum/repair',
    'checksum/results',
    'checksum/runs/stored',
    'checksum/store',
    'cli',
    'cli/verify',
  ].flatMap((folder) => [
    refuse(`${folder} reaches into a dialect`, folder, dialect, 'api-engines-stay-in-dialects'),
    refuse(`${folder} quotes a name by itself`, folder, quoting, 'api-engines-stay-in-dialects'),
  ]),
  refuse(
    'proof reaches into a dialect',
    'proof/snapshot',
    'proof/dialects/mysql-family/leaf.ts',
    'api-engines-stay-in-dialects',
  ),
  ...['consistency', 'lag', 'replication', 'tables'].flatMap((folder) => [
    refuse(
      `${folder} reaches into a dialect of its own`,
      folder,
      `${folder}/dialects/mysql-family/leaf.ts`,
      'api-engines-stay-in-dialects',
    ),
    refuse(`${folder} quotes a name by itself`, folder, quoting, 'api-engines-stay-in-dialects'),
  ]),
  refuse('proof quotes a name by itself', 'proof', quoting, 'api-engines-stay-in-dialects'),
  refuse(
    'proof knows the positions of one engine',
    'proof/snapshot',
    '../../../libs/databases/src/engines/mariadb/mariadb-gtid.ts',
    'api-engines-stay-in-dialects',
  ),
  refuse(
    'the comparison knows an engine that is new',
    'checksum/comparison',
    '../../../libs/databases/src/postgres.ts',
    'api-engines-stay-in-dialects',
  ),
  refuse(
    'the command line knows a family of engines',
    'cli',
    '../../../libs/databases/src/mysql-family.ts',
    'api-engines-stay-in-dialects',
  ),
  refuse('a check asks a database', 'checks', '../../../libs/databases/src/index.ts', 'judges-know-no-database'),
  refuse(
    'the engines know an application',
    '../../../libs/databases/src',
    'config/leaf.ts',
    'databases-know-no-application',
  ),
  refuse(
    'an engine leans on another one',
    '../../../libs/databases/src/engines/postgres',
    '../../../libs/databases/src/engines/mariadb/leaf.ts',
    'databases-engines-stand-apart',
  ),
  refuse(
    'a dialect leans on another one',
    'checksum/dialects/postgres',
    'proof/dialects/mysql-family/leaf.ts',
    'api-dialects-stand-apart',
  ),
  refuse('a service opens tables of the store', 'lag', 'node_modules/typeorm', 'only-store-uses-typeorm'),
  refuse('a connection uses a driver', 'connections', 'node_modules/mysql2', 'only-databases-use-drivers'),
  refuse('a watcher uses a driver', 'lag', 'node_modules/pg', 'only-databases-use-drivers'),
];

const allowed: readonly Planted[] = [
  allow('the comparison asks the registry', 'checksum/comparison', 'checksum/dialects/registry.ts'),
  allow('the command line asks the registry', 'cli/verify', 'checksum/dialects/registry.ts'),
  allow(
    'a dialect uses the same one of a layer below',
    'checksum/dialects/mysql-family',
    'proof/dialects/mysql-family/leaf.ts',
  ),
  allow('a dialect quotes names', 'checksum/dialects/mysql-family', quoting),
  allow('the comparison talks to any server', 'checksum/comparison', '../../../libs/databases/src/index.ts'),
  allow('an outlet imports a watcher', 'gateway', 'lag/leaf.ts'),
  allow('the store uses TypeORM', 'store', 'node_modules/typeorm'),
  allow('the store folder of a capability uses TypeORM', 'lag/store', 'node_modules/typeorm'),
  allow('an engine uses its driver', '../../../libs/databases/src/engines/mariadb', 'node_modules/mysql2'),
];

describe('the import rules of the lint step', () => {
  let found: ReadonlyMap<string, readonly string[]>;
  beforeAll(() => {
    found = violations([...refused, ...allowed]);
  });

  it.each(refused)('fail when $claim: $importing', ({ importing, rule }) => {
    expect(found.get(place(importing))).toEqual([rule]);
  });

  it.each(allowed)('let be: $claim', ({ importing }) => {
    expect(found.get(place(importing))).toBeUndefined();
  });
});

function refuse(claim: string, folder: string, imported: string, rule: string): Planted & { rule: string } {
  return { ...allow(claim, folder, imported), rule };
}

function allow(claim: string, folder: string, imported: string): Planted {
  return { claim, importing: `${folder}/${claim.replaceAll(/\W+/g, '-')}.ts`, imported };
}

/** Of a file that is named from the API's sources. */
function place(path: string): string {
  return join('apps/api/src', path);
}

/** Runs the import rules once over a tree of all these files; the names of the rules that each file breaks. */
function violations(planted: readonly Planted[]): Map<string, string[]> {
  const folder = mkdtempSync(join(tmpdir(), 'cutover-imports-'));
  const write = (path: string, text: string): void => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  };
  try {
    for (const { importing, imported } of planted) {
      const isPackage = imported.startsWith('node_modules/');
      const from = isPackage
        ? imported.slice('node_modules/'.length)
        : `./${relative(dirname(place(importing)), place(imported)).replace('.ts', '.js')}`;
      write(place(importing), `import { leaf } from '${from}';\nexport const value = leaf;\n`);
      if (isPackage) write(`${imported}/index.js`, 'exports.leaf = 1;\n');
      else write(place(imported), 'export const leaf = 1;\n');
    }
    const depcruise = join(root, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs');
    const done = spawnSync(
      process.execPath,
      [depcruise, '--config', join(root, 'dependency-rules.cjs'), '--output-type', 'json', 'apps', 'libs'],
      { cwd: folder, encoding: 'utf8', maxBuffer: 64_000_000 },
    );
    const { summary } = JSON.parse(done.stdout) as {
      summary: { violations: { from: string; rule: { name: string } }[] };
    };
    const byFile = new Map<string, string[]>();
    for (const { from, rule } of summary.violations) byFile.set(from, [...(byFile.get(from) ?? []), rule.name]);
    return byFile;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
