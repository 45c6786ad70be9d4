// Import directions, run by `npm run lint`. Between the API's folders imports point down only: never up, never sideways.
/** Lowest first. A folder may import from the lines above its own. */
const layers = [
  ['config'],
  ['connections', 'store'],
  ['replication', 'tables'],
  ['proof'],
  ['lag', 'checksum', 'consistency'],
  ['alerts'],
  ['migrations'],
  ['monitoring', 'metrics', 'gateway'],
];
const api = '^apps/api/src';

const layerRules = layers.flatMap((folders, level) =>
  folders.map((folder) => {
    const allowed = [folder, 'platform', ...layers.slice(0, level).flat()].join('|');
    return {
      name: `api-${folder}-imports-down`,
      comment: `${folder} may import only: ${allowed.replaceAll('|', ', ')}`,
      severity: 'error',
      from: { path: `${api}/${folder}/` },
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
    {
      name: 'api-platform-knows-no-domain',
      comment: 'platform/ may read the configuration and nothing else of ours',
      severity: 'error',
      from: { path: `${api}/platform/` },
      to: { path: `${api}/`, pathNot: `${api}/(platform|config)/` },
    },
    {
      name: 'api-knows-every-folder',
      comment: 'A new folder under apps/api/src must be given a layer in dependency-rules.cjs',
      severity: 'error',
      from: {},
      to: { path: `${api}/[^/]+/`, pathNot: `${api}/(${[...layers.flat(), 'platform', 'cli'].join('|')})/` },
    },
    reserved(
      'only-connections-talk-to-databases',
      'node_modules/mysql2/',
      `${api}/connections/|^tools/|/test/|\\.spec\\.ts$`,
      'mysql2 belongs to connections/ (and to the lab)',
    ),
    reserved(
      'only-store-uses-typeorm',
      'node_modules/(typeorm|libsql)/',
      `${api}/store/|/test/|\\.spec\\.ts$`,
      'TypeORM belongs to store/',
    ),
    {
      name: 'api-comparing-and-proving-know-no-engine',
      comment: 'Statements, quoting and positions of an engine belong to dialects/: ask the registry for the dialect',
      severity: 'error',
      from: { path: `${api}/(checksum/comparison|proof)/`, pathNot: `${api}/proof/dialects/|\\.spec\\.ts$` },
      to: {
        path: [
          `${api}/[^/]+/dialects/(?!registry\\.ts$)`,
          `${api}/connections/(quote-identifier|position-tables|privilege-names|server-statements)\\.ts$`,
          `${api}/replication/(mariadb|mysql|engine)-`,
        ],
      },
    },
    {
      name: 'api-dialects-stand-apart',
      comment: 'A dialect imports nothing of another one: what two share belongs to the capability',
      severity: 'error',
      from: { path: `${api}/[^/]+/dialects/([^/]+)/` },
      to: { path: `${api}/[^/]+/dialects/[^/]+/`, pathNot: `${api}/[^/]+/dialects/$1/` },
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
