import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative, resolve } from 'node:path';

const root = resolve(__dirname, '../../../..');

/** Runs the lint step's import rules over a tree of the given files; returns its exit code and what it printed. */
function cruise(files: Record<string, string>): { code: number | null; output: string } {
  const folder = mkdtempSync(join(tmpdir(), 'cutover-imports-'));
  try {
    for (const [path, text] of Object.entries({ 'apps/empty.ts': '', 'libs/empty.ts': '', ...files })) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
    const depcruise = join(root, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs');
    const done = spawnSync(
      process.execPath,
      [depcruise, '--config', join(root, 'dependency-rules.cjs'), 'apps', 'libs'],
      {
        cwd: folder,
        encoding: 'utf8',
      },
    );
    return { code: done.status, output: done.stdout + done.stderr };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const leaf = 'export const leaf = 1;\n';
const importing = (path: string): string => `import { leaf } from '${path}';\nexport const value = leaf;\n`;

/** Of a file that is named from the API's sources. */
const place = (path: string): string => join('apps/api/src', path);

describe('the import rules of the lint step', () => {
  it('let the comparison ask the registry for its dialect, and a dialect use the same one of a layer below', () => {
    const { code, output } = cruise({
      'apps/api/src/checksum/dialects/registry.ts': leaf,
      'apps/api/src/checksum/comparison/x.ts': importing('../dialects/registry.js'),
      'apps/api/src/proof/dialects/mysql-family/leaf.ts': leaf,
      'apps/api/src/checksum/dialects/mysql-family/x.ts': importing('../../../proof/dialects/mysql-family/leaf.js'),
    });
    expect({ code, output }).toEqual({ code: 0, output: expect.stringContaining('no dependency violations') });
  });

  it('let an outlet import a watcher', () => {
    const { code, output } = cruise({
      'apps/api/src/lag/leaf.ts': leaf,
      'apps/api/src/gateway/live.ts': importing('../lag/leaf.js'),
    });
    expect({ code, output }).toEqual({ code: 0, output: expect.stringContaining('no dependency violations') });
  });

  it.each([
    ['a watcher imports a judge (up)', 'alerts/leaf.ts', 'lag/x.ts', 'api-capabilities-imports-down'],
    ['a check imports a watcher', 'lag/leaf.ts', 'checks/x.ts', 'api-checks-imports-down'],
    ['a watcher imports another watcher (sideways)', 'checksum/leaf.ts', 'lag/x.ts', 'api-capabilities-imports-down'],
    ['the platform imports a capability', 'lag/leaf.ts', 'platform/x.ts', 'api-platform-knows-no-domain'],
    ['a new folder imports a watcher', 'lag/leaf.ts', 'shared/x.ts', 'api-capabilities-imports-down'],
    ['a watcher imports a new folder', 'shared/leaf.ts', 'lag/x.ts', 'api-capabilities-imports-down'],
    [
      'the comparison reaches into a dialect',
      'checksum/dialects/mysql-family/leaf.ts',
      'checksum/comparison/chunks/x.ts',
      'api-comparing-and-proving-know-no-engine',
    ],
    [
      'proof quotes a name by itself',
      '../../../libs/databases/src/engines/mysql-family/quote-identifier.ts',
      'proof/x.ts',
      'api-comparing-and-proving-know-no-engine',
    ],
    [
      'proof knows the positions of one engine',
      '../../../libs/databases/src/engines/mariadb/mariadb-gtid.ts',
      'proof/snapshot/x.ts',
      'api-comparing-and-proving-know-no-engine',
    ],
    ['a check asks a database', '../../../libs/databases/src/index.ts', 'checks/x.ts', 'judges-know-no-database'],
    [
      'the engines know an application',
      'config/leaf.ts',
      '../../../libs/databases/src/x.ts',
      'databases-know-no-application',
    ],
    [
      'an engine leans on another one',
      '../../../libs/databases/src/engines/mariadb/leaf.ts',
      '../../../libs/databases/src/engines/postgres/x.ts',
      'databases-engines-stand-apart',
    ],
    [
      'a dialect leans on another one',
      'proof/dialects/mysql-family/leaf.ts',
      'checksum/dialects/postgres/x.ts',
      'api-dialects-stand-apart',
    ],
  ])('fail when %s', (_, to, from, rule) => {
    const { code, output } = cruise({
      [place(to)]: leaf,
      [place(from)]: importing(relative(dirname(place(from)), place(to)).replace('.ts', '.js')),
    });
    expect(code).not.toBe(0);
    expect(output).toContain(rule);
  });

  it('let TypeORM into store/ and the store/ folders of capabilities, and nowhere else', () => {
    const { output } = cruise({
      'node_modules/typeorm/package.json': '{"name":"typeorm","main":"index.js"}',
      'node_modules/typeorm/index.js': 'exports.leaf = 1;\n',
      'apps/api/src/store/open-store.ts': importing('typeorm'),
      'apps/api/src/lag/store/sample.store.ts': importing('typeorm'),
      'apps/api/src/lag/lag.service.ts': importing('typeorm'),
    });
    const refused = output.split('\n').filter((line) => line.includes('only-store-uses-typeorm'));
    expect(refused).toEqual([expect.stringContaining('lag/lag.service.ts')]);
  });

  it('let drivers of databases into libs/databases, and into no other folder of the product', () => {
    const { output } = cruise({
      'node_modules/mysql2/package.json': '{"name":"mysql2","main":"index.js"}',
      'node_modules/mysql2/index.js': 'exports.leaf = 1;\n',
      'node_modules/pg/package.json': '{"name":"pg","main":"index.js"}',
      'node_modules/pg/index.js': 'exports.leaf = 1;\n',
      'libs/databases/src/engines/mariadb/session.ts': importing('mysql2'),
      'apps/api/src/connections/link.ts': importing('mysql2'),
      'apps/api/src/lag/lag.service.ts': importing('pg'),
    });
    const refused = output.split('\n').filter((line) => line.includes('only-databases-use-drivers'));
    expect(refused.sort()).toEqual([
      expect.stringContaining('connections/link.ts'),
      expect.stringContaining('lag/lag.service.ts'),
    ]);
  });
});
