// Which database servers a command for the lab is about, before anything of ours is compiled. No dependencies.
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** The engines that `npm run lab` and `npm run demo` take. */
export const labEngines = ['mariadb', 'postgres'];

/** The engine that `npm run lab -- ARGS` names, else that of the lab which is there, else MariaDB. */
export function labEngine(root, userFolder, args, environment = process.env) {
  const home = valueOf('--home', args) ?? environment.CUTOVER_LAB_HOME;
  const folder = home === undefined ? join(root, '.lab') : resolve(userFolder, home);
  return valueOf('--engine', args) ?? labThere(folder)?.engine ?? 'mariadb';
}

/** The value of `--flag VALUE` or `--flag=VALUE`; undefined where it is not given. */
export function valueOf(flag, args) {
  const at = args.findIndex((word) => word === flag || word.startsWith(`${flag}=`));
  if (at < 0) return undefined;
  return args[at] === flag ? args[at + 1] : args[at].slice(flag.length + 1);
}

/**
 * What is to be said when a demo of this engine is wanted where a person has brought up a lab of another one; else undefined.
 * One that a killed demo has left is nobody's: the next demo removes it.
 */
export function whyNoDemo(home, wanted) {
  const lab = labThere(home);
  const engine = lab?.engine ?? 'mariadb';
  if (!lab || lab.owner === 'demo' || engine === wanted) return undefined;
  const instead = labEngines.includes(engine) ? `, or show that one: npm run demo -- --engine ${engine}` : '';
  return `The lab in ${home} is one of engine ${engine}, not ${wanted}. Take it down first (npm run lab -- down)${instead}.`;
}

/** Undefined when there is no lab, or nobody can read what it is: the lab itself will say so. */
function labThere(folder) {
  try {
    return JSON.parse(readFileSync(join(folder, 'lab.json'), 'utf8'));
  } catch {
    return undefined;
  }
}
