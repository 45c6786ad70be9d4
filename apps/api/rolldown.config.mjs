import { defineConfig } from 'rolldown';

/** The command line as one file: a thousand modules, opened one by one, took longer than to compare a million rows. */
export default defineConfig({
  input: 'dist/cli/main.js',
  output: { file: 'dist/cutover.js', format: 'esm' },
  platform: 'node',
  // Named by Nest as optional, and not used by the command line.
  external: [/^@nestjs\/(microservices|websockets|platform-express)/, 'class-validator', /^class-transformer/],
});
