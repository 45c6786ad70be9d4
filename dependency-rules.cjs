// Import directions, run by `npm run lint`. Between the API's folders imports point down only: never up, never sideways.
const api = '^apps/api/src';

/** Lowest first. A folder may import from the lines above its own. `null`: every folder that stands nowhere else, one capability each. */
const layers = [
  ['failures'],
  ['config'],
  ['platform'],
  ['evidence'],
  ['checks'],
  ['connections', 'store'],
  ['replication', 'tables', 'pair-history'],
  ['proof'],
  null,
  ['waivers'],
  ['freeze-proof'],
  ['judgement'],
  ['alerts'],
  ['readiness'],
  ['report'],
  ['schedule', 'metrics', 'gateway'],
];
const placed = [...layers.filter((layer) => layer !== null).flat(), 'cli'];
const capability = `(?!(?:${placed.join('|')})/)[^/]+`;

const layerRules = layers.flatMap((folders, level) =>
  (folders ?? [capability]).map((folder) => {
    const below = layers.slice(0, level).flatMap((layer) => layer ?? [capability]);
    // A capability may import itself: `$1` is its own folder.
    const allowed = [folders === null ? '$1' : folder, ...below].join('|');
    const name = folders === null ? 'capabilities' : folder;
    return {
      name: `api-${name}-imports-down`,
      comment: `${name} may import only what stands above it in dependency-rules.cjs`,
      severity: 'error',
      from: { path: `${api}/(${folder})/` },
      to: { path: `${api}/`, pathNot: `${api}/(${allowed})/` },
    };
  }),
);

/** `only` may import what matches `to`; nobody else. */
const reserved = (name, to, only, comment) => ({
  name,
  comment,
  severity: 'error',
  from: { path: '^(apps|libs|tools)/', pathNot: only },
  to: { path: to },
});

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    ...layerRules,
    reserved(
      'only-databases-use-drivers',
      'node_modules/(@types/)?(mysql2|pg)/',
      '^libs/databases/src/|^tools/|^apps/[^/]+/test/',
      'Drivers of databases belong to libs/databases (and to the lab): ask one of its engines',
    ),
    {
      name: 'databases-know-no-application',
      comment: 'libs/databases holds drivers, sessions and engines: nothing of an application, no Nest, no store',
      severity: 'error',
      from: { path: '^libs/databases/src/' },
      to: { path: '^(apps|tools)/|node_modules/(?!(@types/)?(mysql2|pg)/)' },
    },
    {
      name: 'databases-engines-stand-apart',
      comment: 'An engine of libs/databases imports nothing of another one: what two share belongs to their family',
      severity: 'error',
      from: { path: '^libs/databases/src/engines/([^/]+)/' },
      to: { path: '^libs/databases/src/engines/', pathNot: '^libs/databases/src/engines/($1|mysql-family)/' },
    },
    {
      name: 'judges-know-no-database',
      comment: 'Who judges, tells and shows works on evidence: what differs by engine comes with it',
      severity: 'error',
      from: { path: `${api}/(failures|platform|evidence|checks|judgement|alerts|readiness|report|metrics|gateway)/` },
      to: { path: '^libs/databases/' },
    },
    reserved(
      'only-store-uses-typeorm',
      'node_modules/typeorm/',
      `${api}/store/|${api}/[^/]+/store/|/test/|\\.spec\\.ts$`,
      'TypeORM belongs to store/, and to the store/ folder of a capability, where its tables are',
    ),
    reserved(
      'only-store-opens-sqlite',
      'node_modules/libsql/',
      `${api}/store/|/test/|\\.spec\\.ts$`,
      'libsql belongs to store/',
    ),
    {
      name: 'command-line-has-no-store',
      comment:
        'The command line starts in a quarter of a second: it must reach TypeORM on no way. Put a port between (see checksum/runs/run-record.ts)',
      severity: 'error',
      from: { path: `${api}/cli/`, pathNot: '\\.spec\\.ts$' },
      to: { path: 'node_modules/typeorm/', reachable: true },
    },
    reserved(
      'one-runner',
      `${api}/checksum/comparison/exact-checksum\\.ts$`,
      `${api}/checksum/(comparison/|runs/checksum\\.runner)|/test/|\\.spec\\.ts$`,
      'Tables are compared by ChecksumRunner alone: what a run adds is a record, terms or an observer of it',
    ),
    {
      name: 'api-engines-stay-in-dialects',
      comment: 'Statements, quoting and positions of an engine belong to dialects/: ask the registry for the dialect',
      severity: 'error',
      from: { path: `${api}/`, pathNot: `${api}/(?:[^/]+|parity/areas/[^/]+|backups/[^/]+)/dialects/|\\.spec\\.ts$` },
      to: {
        path: [
          `${api}/(?:[^/]+|parity/areas/[^/]+)/dialects/(?!registry\\.ts$)`,
          // Of the library only its entrance for every engine, and the suggested statements.
          '^libs/databases/src/(?!(index|suggested-statements)\\.ts$)[^/]+\\.ts$',
          '^libs/databases/src/engines/(?!mysql-family/suggested-statements\\.ts$)',
        ],
      },
    },
    {
      name: 'api-dialects-stand-apart',
      comment: 'A dialect imports nothing of another one: what two share belongs to the capability',
      severity: 'error',
      from: { path: `${api}/(?:[^/]+|parity/areas/[^/]+)/dialects/([^/]+)/` },
      to: {
        path: `${api}/(?:[^/]+|parity/areas/[^/]+)/dialects/[^/]+/`,
        pathNot: `${api}/(?:[^/]+|parity/areas/[^/]+)/dialects/$1/`,
      },
    },
    {
      name: 'lab-knows-databases-in-engines',
      comment: 'Drivers of databases belong to tools/lab/src/engines/; the rest of the lab is the same for all engines',
      severity: 'error',
      from: { path: '^tools/lab/src/', pathNot: '^tools/lab/src/engines/' },
      to: { path: 'node_modules/(@types/)?(mysql2|pg)/' },
    },
    {
      name: 'lab-engines-stand-apart',
      comment: 'An engine of the lab imports nothing of another one',
      severity: 'error',
      from: { path: '^tools/lab/src/engines/([^/]+)/' },
      to: { path: '^tools/lab/src/engines/[^/]+/', pathNot: '^tools/lab/src/engines/$1/' },
    },
    {
      name: 'contracts-are-pure',
      comment: 'libs/contracts holds zod schemas and types: no Nest, no Vue, no driver, nothing of Node',
      severity: 'error',
      from: { path: '^libs/contracts/src/', pathNot: '\\.spec\\.ts$' },
      to: { pathNot: '^libs/contracts/src/|node_modules/zod/' },
    },
    {
      name: 'web-knows-only-contracts',
      severity: 'error',
      from: { path: '^apps/web/' },
      to: { path: '^(apps/api|apps/web-e2e|tools)/' },
    },
    {
      name: 'web-ui-is-pure',
      comment: 'ui/ primitives hold no stores and no contracts',
      severity: 'error',
      from: { path: '^apps/web/src/ui/' },
      to: { path: '^apps/web/src/(features|live|charts)/|^libs/contracts/' },
    },
    {
      name: 'no-cycles',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)(dist|coverage)/' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['@cutover/source', 'import', 'require', 'node', 'default', 'types'],
      extensions: ['.ts', '.js', '.mjs', '.vue', '.json'],
    },
  },
};
