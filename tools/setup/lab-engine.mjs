// Which database servers a command for the lab is about, before anything of ours is compiled. No dependencies.
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** The engine that `npm run lab -- ARGS` names, else that of the lab which is there, else MariaDB. */
export function labEngine(root, userFolder, args, environment = process.env) {
  const home = valueOf('--home', args) ?? environment.CUTOVER_LAB_HOME;
  const folder = home === undefined ? join(root, '.lab') : resolve(userFolder, home);
  return valueOf('--engine', args) ?? engineThere(folder) ?? 'mariadb';
}

function valueOf(flag, args) {
  const at = args.findIndex((word) => word === flag || word.startsWith(`${flag}=`));
  if (at < 0) return undefined;
  return args[at] === flag ? args[at + 1] : args[at].slice(flag.length + 1);
}

/** Undefined when there is no lab, or nobody can read what it is: the lab itself will say so. */
function engineThere(folder) {
  try {
    return JSON.parse(readFileSync(join(folder, 'lab.json'), 'utf8')).engine;
  } catch {
    return undefined;
  }
}
