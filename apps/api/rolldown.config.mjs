import { defineConfig } from 'rolldown';

const bundle = (input, file) => ({
  input,
  // What is loaded when it is needed stands in the one file too.
  output: { file, format: 'esm', codeSplitting: false },
  platform: 'node',
  plugins: [
    {
      name: 'no-store',
      resolveId(source, importer, { kind }) {
        if (!/^(typeorm|libsql)(\/|$)/.test(source)) return null;
        // Loaded when it is needed, from where it is installed.
        if (source === 'libsql' && kind === 'dynamic-import') return { id: source, external: true };
        throw new Error(
          `The command line needs no store, and opens in a third of a second because of that: ${importer} imports ${source}. Import its type only, or what needs it elsewhere.`,
        );
      },
    },
  ],
  // Named by Nest as optional, and not used by the command line.
  external: [/^@nestjs\/(microservices|websockets|platform-express)/, 'class-validator', /^class-transformer/],
});

export default defineConfig([
  // The command line as one file: a thousand modules, opened one by one, took longer than to compare a million rows.
  bundle('dist/cli/main.js', 'dist/cutover.js'),
  // The program that the command line starts when it stops replication for a moment; it is looked for beside it.
  bundle('dist/checksum/dialects/mysql-family/barrier/watchdog.js', 'dist/watchdog.js'),
]);
