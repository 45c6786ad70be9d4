import { coerceText } from './coerce-text.js';
import { type ConfigPath, formatPath, isRecord } from '../config-path.js';
import type { Environment } from '../config-source.js';

const reference = /\$\$\{|\$\{([^}]*)(\}?)/g;
const variableName = /^[A-Za-z_][A-Za-z0-9_]*$/;

/**
 * Puts the environment's values in the place of `${NAME}` in every text of the tree; `$${` is a literal `${`.
 * What a variable holds is taken as it is, never expanded again. Faults name path and variable, never a value.
 */
export function expandReferences(tree: unknown, env: Environment, faults: string[], path: ConfigPath = []): unknown {
  if (Array.isArray(tree)) return tree.map((item, index) => expandReferences(item, env, faults, [...path, index]));
  if (isRecord(tree)) {
    const entries = Object.entries(tree);
    return Object.fromEntries(
      entries.map(([key, value]) => [key, expandReferences(value, env, faults, [...path, key])]),
    );
  }
  if (typeof tree !== 'string' || !tree.includes('${')) return tree;
  return coerceText(expandText(tree, env, faults, path), path);
}

function expandText(text: string, env: Environment, faults: string[], path: ConfigPath): string {
  return text.replaceAll(reference, (whole: string, name: string | undefined, end: string | undefined) => {
    if (name === undefined) return '${';
    if (end === '' || !variableName.test(name)) {
      faults.push(`${formatPath(path)}: has \${ without a variable name and }; write $\${ for a literal \${`);
      return whole;
    }
    const value = env[name];
    if (value === undefined)
      faults.push(`${formatPath(path)}: environment variable ${name} is not set; set it before starting`);
    return value ?? whole;
  });
}
