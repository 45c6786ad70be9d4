import { defineConfig } from 'rolldown';

/** The command line as one file: a thousand modules, opened one by one, took longer than to compare a million rows. */
export default defineConfig({
  input: 'dist/cli/main.js',
  output: { file: 'dist/cutover.js', format: 'esm' },
  platform: 'node',
  plugins: [
    {
      name: 'no-store',
      resolveId(source, importer) {
        if (!/^(typeorm|libsql)(\/|$)/.test(source)) return null;
        throw new Error(
          `The command line needs no store, and opens in a third of a second because of that: ${importer} imports ${source}. Import its type only, or what needs it elsewhere.`,
        );
      },
    },
  ],
  // Named by Nest as optional, and not used by the command line.
  external: [/^@nestjs\/(microservices|websockets|platform-express)/, 'class-validator', /^class-transformer/],
});
