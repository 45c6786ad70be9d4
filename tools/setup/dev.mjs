// `npm run dev`: API and web in watch mode against the lab.
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { freePortFrom } from './free-port.mjs';
import { lockLab } from './lock-lab.mjs';
import { start } from './processes.mjs';

/** Runs until Ctrl-C; resolves with the exit code. The lab stays up, so that the next start is quick: `npm run lab -- down` ends it. */
export async function dev(root) {
  const home = join(root, '.lab');
  // To the end: a demo beside it would use the same folder for its store.
  const lock = await lockLab(home, () => ({ command: 'npm run dev' }));
  const { startLab, writeCutoverConfig } = await import(pathToFileURL(join(root, 'tools/lab/dist/index.js')).href);
  const lab = await startLab({ home, lock, rows: 100_000 });
  const port = await freePortFrom(8080);
  const config = writeCutoverConfig(join(root, '.demo'), lab.endpoints, {
    port,
    monitoring: { intervalSeconds: 2, checksumIntervalMinutes: 1, consistencyIntervalMinutes: 0.5 },
  });
  const tsc = join(root, 'node_modules/typescript/bin/tsc');
  const vite = join(root, 'node_modules/vite/bin/vite.js');
  const children = [
    start(process.execPath, [tsc, '-b', '-w', '--preserveWatchOutput', 'apps/api'], { cwd: root }),
    start(
      process.execPath,
      [
        '--watch-path=apps/api/dist',
        '--watch-path=libs/contracts/dist',
        '--watch-path=libs/databases/dist',
        '--watch-preserve-output',
        'apps/api/dist/main.js',
      ],
      {
        cwd: root,
        env: { ...process.env, CUTOVER_CONFIG: config },
      },
    ),
    start(process.execPath, [vite], {
      cwd: join(root, 'apps/web'),
      env: { ...process.env, CUTOVER_API_URL: `http://127.0.0.1:${port}` },
    }),
  ];
  const code = await Promise.race(children.map(({ ended }) => ended));
  for (const { child } of children) child.kill('SIGTERM');
  await Promise.all(children.map(({ ended }) => ended));
  await lock.release();
  console.log('Stopped. The lab is still up; take it down with: npm run lab -- down');
  return code === 143 ? 0 : code;
}
