import { generateKeyPairSync } from 'node:crypto';
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConfigError } from '../config-error.js';
import type { Environment } from '../config-source.js';
import { configFileOf, loadConfig, loadConfigAndSource, parseConfig } from './load-config.js';
import { parseBackups } from './parse-backups.js';

const testCa = join(__dirname, '../../../test/support/ca.pem');

const minimal = `
migrations:
  - name: shop
    source: { host: one.example, username: u, password: s3cret-source }
    target: { host: two.example, username: u, password: s3cret-target }
    databases: [shop]
`;

function faultsOf(text: string, env: Environment = {}, file = 'cutover.yaml'): readonly string[] {
  try {
    parseConfig(text, file, env);
  } catch (error) {
    if (error instanceof ConfigError) return error.faults;
    throw error;
  }
  return [];
}

describe('parseConfig', () => {
  it('fills defaults and freezes every level', () => {
    const config = parseConfig(minimal, 'cutover.yaml', {});
    expect(config.server).toMatchObject({ host: '127.0.0.1', port: 8080 });
    expect(config.migrations[0]?.source.port).toBe(3306);
    expect(Object.isFrozen(config.migrations[0]?.source)).toBe(true);
  });

  it('reads JSON, also when it is indented with tabs', () => {
    const json = JSON.stringify(
      {
        migrations: [
          {
            name: 'm',
            source: { host: 'a', username: 'u', password: 'p' },
            target: { host: 'b', username: 'u', password: 'p' },
            tables: ['d.t'],
          },
        ],
      },
      null,
      '\t',
    );
    expect(parseConfig(json, 'cutover.json', {}).migrations[0]?.name).toBe('m');
  });

  it.each(['99 * * * *', 'each and every night at two', '99 * *', 'nightly', ''])(
    'refuses "%s" as a cron expression',
    (cron) => {
      const faults = faultsOf(`${minimal}\nmonitoring: { checksumCron: "${cron}" }`);
      expect(faults).toEqual([expect.stringMatching(/^monitoring\.checksumCron: must be a cron expression/)]);
    },
  );

  it.each(['0 0 31 4,6 *', '0 0 30 2 *', '0 0 0 30 2 *'])('refuses "%s", which never comes', (cron) => {
    const faults = faultsOf(`${minimal}\nbackups: { schedules: [{ name: daily, cron: "${cron}" }] }`);
    expect(faults).toEqual([expect.stringMatching(/^backups\.schedules\[0\]\.cron: never comes/)]);
  });

  it('takes a cron expression that comes in leap years alone', () =>
    expect(faultsOf(`${minimal}\nbackups: { schedules: [{ name: daily, cron: "0 0 29 2 *" }] }`)).toEqual([]));

  it('refuses the removed mode table, in the file and in the environment, and says what to write', () => {
    const fault =
      /^verification\.mode: mode table \(CHECKSUM TABLE\) was removed, .*: write auto, or leave the line out$/;
    const inFile = faultsOf(`${minimal}\nverification: { mode: table }`);
    const inEnvironment = faultsOf(minimal, { CUTOVER__VERIFICATION__MODE: 'table' });
    for (const faults of [inFile, inEnvironment]) expect(faults).toEqual([expect.stringMatching(fault)]);
    expect(faultsOf(`${minimal}\nverification: { mode: fast }`)).toEqual([
      'verification.mode: must be one of "auto", "snapshot", "barrier", "bracket", "sandwich"',
    ]);
  });

  it('reports every fault at once, one line each, with path and nearest key', () => {
    const text = `
server: { prot: 1, host: 0.0.0.0 }
monitoring: { intervalSeconds: fast, checksumCron: nightly }
loging: {}
store: { url: "postgres://x" }
migrations:
  - name: Shop
    source: { host: db, prot: 3306, username: u }
    target: { host: DB, username: u, password: 12345678, passwordFile: x, tls: { cert: c.pem, verify: maybe } }
  - name: Shop
    engine: oracle
    source:
    databases: []
`;
    expect(faultsOf(text)).toMatchInlineSnapshot(`
     [
       "server.prot: unknown key; did you mean "port"?",
       "monitoring.intervalSeconds: must be a number, not text",
       "monitoring.checksumCron: must be a cron expression: five or six fields, each within its range, for example "0 2 * * *"",
       "store.url: must start with sqlite: or mysql://",
       "migrations[0].name: must be lower case letters, digits and dashes (it stands in URLs)",
       "migrations[0].source.prot: unknown key; did you mean "port"?",
       "migrations[0].source.password: is missing: set password (best as \${VARIABLE}) or passwordFile",
       "migrations[0].target.password: must be text (quote it), not a number",
       "migrations[0].target.tls.verify: must be true or false, not text",
       "migrations[0].target.passwordFile: give password or passwordFile, not both",
       "migrations[0].target.host: is the same server as the source (same host and port); name the encrypted server here",
       "migrations[0].databases: name at least one database (databases) or table (tables)",
       "migrations[1].name: must be lower case letters, digits and dashes (it stands in URLs)",
       "migrations[1].engine: must be one of "mariadb", "mysql", "postgres"",
       "migrations[1].source: is empty; give a group of keys",
       "migrations[1].target: is missing (a group of keys)",
       "migrations[1].databases: name at least one database (databases) or table (tables)",
       "migrations[1].name: is used twice; names must be unique",
       "loging: unknown key; did you mean "logging"?",
       "server.host: is reachable from other machines, but auth.users is empty; add a user (npm run cutover -- hash-password) or use 127.0.0.1",
       "migrations[0].target.passwordFile: cannot read x: no such file",
       "migrations[0].target.tls.cert: cannot read c.pem: no such file",
     ]
    `);
  });

  it('never prints what stands in the place of a password', () => {
    const hidden = ['hunter2', '99887766'];
    const texts = [
      minimal.replace('s3cret-source', '99887766'),
      minimal.replace('s3cret-source', '[hunter2]'),
      minimal.replace('s3cret-source', '{ value: hunter2 }').replace('value:', 'hunter:'),
      minimal.replace('s3cret-source', '*hunter2'),
      minimal.replace('s3cret-source', '!hunter2'),
      minimal.replace('s3cret-source', '"hunter2'),
      minimal.replace('s3cret-source', '@hunter2'),
      minimal.replace('s3cret-source', '%hunter2: ${hunter2'),
      '{"migrations": [{"source": {"password": "hunter2" "x"}}]}',
    ];
    for (const text of texts) {
      const faults = faultsOf(text).join('\n');
      expect(faults).not.toBe('');
      for (const secret of hidden) expect(faults).not.toContain(secret);
    }
  });

  it.each([
    ['a missing bracket', 'migrations: [\n  {name: x', /^line 2, column \d+: /],
    ['a tab', 'server:\n\tport: 1\n', /^line 2, column 1: tabs cannot/],
    ['a repeated key', 'server: {}\nserver: {}\n', /^line 2, column 1: this key stands here twice/],
    ['broken JSON', '{\n  "server": {,}\n}', /^line 2, column 14: /],
    ['a repeated key in JSON', '{"server": {},\n"server": {}}', /^line 2, column 1: .*twice/],
  ])('names line and column of %s', (_, text, line) => {
    expect(faultsOf(text)[0]).toMatch(line);
  });

  it.each(['', '# nothing\n', 'just text', '[1, 2]'])(
    'says what to do with a file that holds no settings: %j',
    (text) => {
      expect(faultsOf(text)).toEqual([expect.stringContaining('copy cutover.example.yaml')]);
    },
  );

  it('refuses a host that others can reach while nobody has to log in', () => {
    const open = `server: { host: 0.0.0.0 }${minimal}`;
    expect(faultsOf(open)).toEqual([expect.stringMatching(/^server\.host: .*auth\.users is empty/)]);
    const hash = `scrypt$1024$8$1$${'a'.repeat(22)}$${'b'.repeat(43)}`;
    expect(faultsOf(`auth: { users: [{ name: ops, passwordHash: ${hash} }] }\n${open}`)).toEqual([]);
  });

  it.each([
    ['localhost', '127.0.0.1', true],
    ['db.example', 'DB.example.', true],
    ['db.example', 'db2.example', false],
  ])('judges source %s and target %s on the same port as one server: %s', (source, target, isSame) => {
    const faults = faultsOf(minimal.replace('one.example', source).replace('two.example', target));
    expect(faults).toEqual(isSame ? [expect.stringMatching(/^migrations\[0\]\.target\.host: is the same server/)] : []);
  });
});

describe('environment', () => {
  it('takes ${NAME} anywhere in a text, as the type that the schema wants', () => {
    const text = minimal.replace('one.example,', '"db-${ENV_NAME}.example", port: "${PORT}",');
    const [migration] = parseConfig(text, 'cutover.yaml', { ENV_NAME: 'prod', PORT: '3307' }).migrations;
    expect(migration?.source).toMatchObject({ host: 'db-prod.example', port: 3307 });
  });

  it('does not expand what a variable holds, and keeps an escaped $${', () => {
    const text = minimal.replace('s3cret-source', () => '"${A}-$${B}"');
    const config = parseConfig(text, 'cutover.yaml', { A: '${B}', B: 'no' });
    expect(config.migrations[0]?.source.password).toBe('${B}-${B}');
  });

  it('needs no quotes around a reference in braces', () => {
    const text = minimal.replace('s3cret-source', () => '${A}');
    expect(parseConfig(text, 'cutover.yaml', { A: 'x: {y}' }).migrations[0]?.source.password).toBe('x: {y}');
  });

  it('refuses a reference without a name', () => {
    const text = minimal.replace('s3cret-source', () => '"a${b-c}d"');
    expect(faultsOf(text)).toEqual([expect.stringMatching(/^migrations\[0\]\.source\.password: has \$\{ without/)]);
  });

  it('names path and variable that is not set, once', () => {
    const text = minimal.replace('s3cret-source', '${SHOP}').replace('one.example,', 'one.example, port: "${P}",');
    expect(faultsOf(text)).toEqual([
      'migrations[0].source.port: environment variable P is not set; set it before starting',
      'migrations[0].source.password: environment variable SHOP is not set; set it before starting',
    ]);
  });

  it('lays CUTOVER__… over the file, with numbers, booleans, lists and names in capitals', () => {
    const config = parseConfig(minimal, 'cutover.yaml', {
      CUTOVER__SERVER__PORT: '9000',
      CUTOVER__SERVER__TRUST_PROXY: 'true',
      CUTOVER__SERVER__CORS_ORIGINS__0: 'https://a.example',
      CUTOVER__MIGRATIONS__0__SOURCE__PASSWORD: '12345${X}',
      CUTOVER__MIGRATIONS__0__DATABASES__1: 'crm',
      CUTOVER__MIGRATIONS__0__SOURCE__TLS__VERIFY: 'false',
    });
    expect(config.server).toMatchObject({ port: 9000, trustProxy: true, corsOrigins: ['https://a.example'] });
    expect(config.migrations[0]?.source).toMatchObject({ password: '12345${X}', tls: { verify: false } });
    expect(config.migrations[0]?.databases).toEqual(['shop', 'crm']);
  });

  it.each([
    ['CUTOVER__SERVER__PROT', /^CUTOVER__SERVER__PROT: no known key PROT in server; did you mean "PORT"\?/],
    ['CUTOVER__MIGRATIONS__SHOP__NAME', /is a list: put an index/],
    ['CUTOVER__MIGRATIONS__7__NAME', /there is no migrations\[7\] \(the list has 1\)/],
    ['CUTOVER__SERVER', /is a group/],
    ['CUTOVER__MIGRATIONS', /is a list/],
    ['CUTOVER__SERVER__PORT__X', /is a single value/],
    ['CUTOVER__SERVER__PORT', /^server\.port: must be a number, not text/],
  ])('refuses %s and says why, without its value', (name, line) => {
    const faults = faultsOf(minimal, { [name]: 'hunter2' });
    expect(faults[0]).toMatch(line);
    expect(faults.join()).not.toContain('hunter2');
  });
});

describe('files', () => {
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'cutover-config-'))));
  afterEach(() => rmSync(folder, { recursive: true }));

  it('looks at the key that secrets are sealed with, wherever it is, and never shows it', () => {
    const folder = mkdtempSync(join(tmpdir(), 'cutover-seal-key-'));
    const file = join(folder, 'cutover.yaml');
    const withFile = `store: { sealKeyFile: seal.key }\n${minimal}`;
    const [key, wrong] = [Buffer.alloc(32, 7).toString('base64'), 'not a key'];
    writeFileSync(join(folder, 'seal.key'), `${wrong}\n`);
    const advice = 'must hold 32 bytes in base64: make them with `openssl rand -base64 32`';
    expect(faultsOf(withFile, {}, file)).toEqual([`store.sealKeyFile: seal.key ${advice}`]);
    expect(faultsOf(minimal, { CUTOVER_SEAL_KEY: wrong })).toEqual([`CUTOVER_SEAL_KEY: ${advice}`]);
    writeFileSync(join(folder, 'seal.key'), `${key}\n`);
    expect(
      parseConfig(withFile, file, { CUTOVER_SEAL_KEY: 'half' }, { needsSealKey: false }).store.sealKeyFile,
    ).toBeUndefined();
    expect(parseConfig(withFile, file, {}).store.sealKeyFile).toBe(join(folder, 'seal.key'));
    expect(faultsOf(withFile, { CUTOVER_SEAL_KEY: key }, file)).toEqual([
      'CUTOVER_SEAL_KEY: is set, and so is store.sealKeyFile: keep one of them',
    ]);
    rmSync(folder, { recursive: true });
  });

  it('tells what is written under backups, with the overrides of the environment and no reference expanded', () => {
    const folder = mkdtempSync(join(tmpdir(), 'cutover-source-'));
    const file = join(folder, 'cutover.yaml');
    const server = '{ name: a, host: "${DB}", username: u, password: x }';
    writeFileSync(file, `${minimal}backups: { servers: [${server}], storages: [{ name: disk, folder: b }] }\n`);
    const env = { DB: 'db.example', CUTOVER__BACKUPS__SERVERS__0__PASSWORD: 'a${b' };
    const { config, source } = loadConfigAndSource(file, env);
    expect(config.backups.servers[0]).toMatchObject({ host: 'db.example', password: 'a${b' });
    expect(source.backups).toEqual({
      servers: [{ name: 'a', host: '${DB}', username: 'u', password: 'a$${b' }],
      storages: [{ name: 'disk', folder: 'b' }],
    });
    expect(parseBackups(source.backups, source).backups).toEqual(config.backups);
    writeFileSync(file, minimal);
    expect(loadConfigAndSource(file, {}).source.backups).toEqual({});
    rmSync(folder, { recursive: true });
  });

  it('opens no device and no pipe, which may never end', () => {
    const text = minimal.replace('password: s3cret-source', 'passwordFile: /dev/null');
    expect(() => parseConfig(text, 'cutover.yaml', {})).toThrow('cannot read /dev/null: it is a device or a pipe');
  });

  it('reads passwordFile beside the configuration and cuts one newline', () => {
    writeFileSync(join(folder, 'secret'), 'pass word\n\n');
    copyFileSync(testCa, join(folder, 'ca.pem'));
    const text = minimal.replace('password: s3cret-source', 'passwordFile: secret, tls: { ca: ca.pem }');
    writeFileSync(join(folder, 'c.yaml'), `\uFEFF${text}`);
    const source = loadConfig(join(folder, 'c.yaml'), {}).migrations[0]?.source;
    expect(source?.password).toBe('pass word\n');
    expect(source?.tls?.ca).toBe(join(folder, 'ca.pem'));
  });

  it('names files that cannot be read together with the other faults', () => {
    const text = minimal.replace('password: s3cret-source', `passwordFile: nowhere, tls: { ca: ${folder} }, prot: 1`);
    expect(faultsOf(text, {}, join(folder, 'c.yaml'))).toEqual([
      'migrations[0].source.prot: unknown key; did you mean "port"?',
      'migrations[0].source.passwordFile: cannot read nowhere: no such file',
      `migrations[0].source.tls.ca: cannot read ${folder}: it is a folder`,
    ]);
  });

  it('says of a TLS file what it lacks, instead of blaming the server later', () => {
    const pem = readFileSync(testCa, 'utf8');
    const der = pem.replace(/-----.*-----/g, '');
    const key = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
    const contents = {
      'notes.txt': 'the CA is in the vault',
      'ca.der': Buffer.from(der, 'base64'),
      'cut.pem': pem.replace(/\n[^\n]+\n-----END/, '\n-----END'),
      'client.key': key.export({ type: 'pkcs8', format: 'pem' }),
      'ca.pem': pem,
    };
    for (const [name, content] of Object.entries(contents)) writeFileSync(join(folder, name), content);
    const faults = (tls: string): readonly string[] =>
      faultsOf(minimal.replace('password: s3cret-source', `password: x, tls: { ${tls} }`), {}, join(folder, 'c.yaml'));
    const noCertificate = 'holds no certificate; name a file with -----BEGIN CERTIFICATE-----';
    for (const file of ['notes.txt', 'client.key'])
      expect(faults(`ca: ${file}`)).toEqual([`migrations[0].source.tls.ca: ${file} ${noCertificate}`]);
    expect(faults('ca: ca.der')).toEqual([
      'migrations[0].source.tls.ca: ca.der holds its certificate in binary (DER); convert it: openssl x509 -inform der -in … -out …',
    ]);
    expect(faults('ca: cut.pem')).toEqual([
      'migrations[0].source.tls.ca: cut.pem holds a damaged certificate; copy the file again, with every line of it',
    ]);
    expect(faults('cert: client.key, key: ca.pem')).toEqual([
      `migrations[0].source.tls.cert: client.key ${noCertificate}`,
      'migrations[0].source.tls.key: ca.pem holds no private key; name a file with -----BEGIN … PRIVATE KEY-----',
    ]);
    expect(faults('ca: ca.pem, cert: ca.pem, key: client.key')).toEqual([]);
  });

  it.each(['mysql', 'information_schema', 'performance_schema', 'sys', 'MySQL'])(
    'refuses the system schema %s, and says why',
    (schema) => {
      expect(faultsOf(minimal.replace('databases: [shop]', `databases: [shop, ${schema}]`))).toEqual([
        `migrations[0].databases[1]: ${schema} is a system schema, which every server keeps for itself: it cannot be migrated; name the databases of the application, and create accounts and grants on the target by hand`,
      ]);
      expect(faultsOf(minimal.replace('databases: [shop]', `tables: [${schema}.user]`))).toEqual([
        expect.stringMatching(`tables\\[0\\]: ${schema} is a system schema`),
      ]);
    },
  );

  it('says to copy the example when the file is missing', () => {
    expect(() => loadConfig(join(folder, 'none.yaml'), {})).toThrow(/no such file .*copy cutover\.example\.yaml/);
    expect(() => loadConfig(folder, {})).toThrow(/cannot be read \(EISDIR\)/);
  });

  it('reads the file that CUTOVER_CONFIG names, else cutover.yaml', () => {
    expect(configFileOf({ CUTOVER_CONFIG: '/etc/c.json' })).toBe('/etc/c.json');
    expect(configFileOf({})).toBe('cutover.yaml');
  });
});
