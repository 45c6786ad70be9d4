// `npm run screenshots -- [FOLDER]`: every state of the page in both themes at four widths, and the picture of the README.
import { copyFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fail } from './need.mjs';
import { run } from './processes.mjs';
import { inTemporaryFolder } from './run-steps.mjs';

/** Draws into the folder (`screenshots` without one) from a real pair in each state; resolves with the exit code. */
export async function screenshots(root, userFolder, [name = 'screenshots'], chromium) {
  if (name.startsWith('-')) fail('npm run screenshots -- [FOLDER]: where to draw, "screenshots" without one.');
  const folder = resolve(userFolder, name);
  const jest = [join(root, 'node_modules/jest/bin/jest.js'), 'widths'];
  const env = { ...process.env, CUTOVER_SCREENSHOTS: folder, CUTOVER_CHROMIUM: chromium };
  const cwd = join(root, 'apps/web-e2e');
  const code = await inTemporaryFolder(root, () =>
    run(process.execPath, jest, { cwd, env: { ...env, TMPDIR: process.env.TMPDIR }, hasOwnGroup: true }),
  );
  if (code !== 0) return code;
  copyFileSync(join(folder, 'safe-1280-light.png'), join(root, 'docs/dashboard.png'));
  console.log(`Drawn into ${folder}; docs/dashboard.png is new.`);
  return 0;
}
