// `npm start`: the built API and dashboard in this very process, so that signals reach them. Says what to do where nothing is built.
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const program = join(dirname(fileURLToPath(import.meta.url)), '../../apps/api/dist/api.js');
if (existsSync(program)) {
  // The program finds what lies beside it by its own name.
  process.argv[1] = program;
  await import(pathToFileURL(program).href);
} else {
  process.stderr.write('Cutover is not built: run "npm install" and "npm run build" first.\n');
  process.exitCode = 1;
}
