import { isBuiltin } from 'node:module';
import { defineConfig } from 'rolldown';

const bundle = (input, file, { external, plugins }) => ({
  input,
  // What is loaded when it is needed stands in the one file too. Names of classes stay: migrations of the store are known by them.
  output: { file, format: 'esm', codeSplitting: false, keepNames: true },
  platform: 'node',
  external,
  plugins,
});

const withoutStore = {
  name: 'no-store',
  resolveId(source, importer, { kind }) {
    if (!/^(typeorm|libsql)(\/|$)/.test(source)) return null;
    // Loaded when it is needed, from where it is installed.
    if (source === 'libsql' && kind === 'dynamic-import') return { id: source, external: true };
    throw new Error(
      `The command line needs no store, and opens in a third of a second because of that: ${importer} imports ${source}. Import its type only, or what needs it elsewhere.`,
    );
  },
};

/** Named by Nest as optional, and not used by us. */
const optional = /^(@nestjs\/microservices|@nestjs\/platform-fastify|@fastify\/|class-validator|class-transformer)/;

/**
 * Packages of many small files, and whatever of Nest: of that there must be one copy. The others are opened from where
 * they are installed; some look for files beside them.
 */
const inlined = /^(@cutover\/|@nestjs\/|nestjs-pino|rxjs|cron|luxon|es-toolkit|iterare|nodemailer|zod)/;

const isInstalled = (id) => !/^[./]/.test(id) && (isBuiltin(id) || optional.test(id) || !inlined.test(id));

export default defineConfig([
  // The API as one file: it starts sooner than two thousand that are opened one by one.
  bundle('dist/main.js', 'dist/api.js', { external: isInstalled }),
  // The command line likewise: to open them took longer than to compare a million rows.
  bundle('dist/cli/main.js', 'dist/cutover.js', {
    external: [optional, /^@nestjs\/(websockets|platform-express)/],
    plugins: [withoutStore],
  }),
  // The program that the command line starts when it stops replication for a moment; it is looked for beside it.
  bundle('dist/checksum/dialects/mysql-family/barrier/watchdog.js', 'dist/watchdog.js', {}),
]);
