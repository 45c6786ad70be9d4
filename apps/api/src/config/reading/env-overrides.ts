import { coerceText } from './coerce-text.js';
import { type ConfigPath, formatPath, isRecord } from '../config-path.js';
import type { Environment } from '../config-source.js';
import { knownKeys, shapeAt } from './config-shape.js';
import { suggestion } from './nearest-key.js';

const prefix = 'CUTOVER__';
const arrayIndex = /^(0|[1-9]\d{0,5})$/;

/** `passwordFile` is written PASSWORD_FILE in a variable's name. */
const upperSnake = (key: string) => key.replaceAll(/([A-Z])/g, '_$1').toUpperCase();

/**
 * Lays variables such as `CUTOVER__SERVER__PORT=9000` or `CUTOVER__MIGRATIONS__0__SOURCE__PASSWORD=…` over the tree.
 * Values are taken literally (no `${}`). Returns a changed copy; faults name the variable, never its value.
 */
export function applyOverrides(tree: unknown, env: Environment, faults: string[]): unknown {
  const copy: unknown = structuredClone(tree);
  if (!isRecord(copy)) return copy;
  // In order of name, so that element 0 of a new list comes before element 1.
  for (const name of Object.keys(env).sort(byNameAndIndex)) {
    const value = env[name];
    if (!name.startsWith(prefix) || value === undefined) continue;
    const fault = override(copy, name.slice(prefix.length).split('__'), value);
    if (fault !== null) faults.push(`${name}: ${fault}`);
  }
  return copy;
}

function byNameAndIndex(left: string, right: string): number {
  return left.localeCompare(right, 'en', { numeric: true });
}

function override(root: Record<string, unknown>, words: string[], value: string): string | null {
  let node: unknown = root;
  const path: (string | number)[] = [];
  for (const [depth, word] of words.entries()) {
    const step = stepFor(word, path);
    if (typeof step === 'object') return step.fault;
    if (typeof step === 'number' && Array.isArray(node) && step > node.length)
      return `there is no ${formatPath([...path, step])} (the list has ${node.length}); indices start at 0 without a gap`;
    path.push(step);
    const isLast = depth === words.length - 1;
    if (isLast) return set(node, step, value, path);
    node = descend(node, step, path);
    // What stands in the file is of another kind; the schema will say so.
    if (node === null) return null;
  }
  return null;
}

function stepFor(word: string, path: ConfigPath): string | number | { fault: string } {
  const shape = shapeAt(path);
  if (shape?.items)
    return arrayIndex.test(word)
      ? Number(word)
      : { fault: `${formatPath(path)} is a list: put an index after it, from 0` };
  const keys = knownKeys(path);
  const key = keys.find((candidate) => upperSnake(candidate) === word.toUpperCase());
  if (key !== undefined) return key;
  if (keys.length === 0) return { fault: `${formatPath(path)} is a single value, nothing stands below it` };
  return { fault: `no known key ${word} in ${formatPath(path)}${suggestion(word, keys.map(upperSnake))}` };
}

function set(node: unknown, step: string | number, value: string, path: ConfigPath): string | null {
  const shape = shapeAt(path);
  if (shape?.items) return 'is a list: set its elements, with __0 for the first';
  if (shape?.properties)
    return `is a group: set one of its keys, for example __${upperSnake(knownKeys(path)[0] ?? '')}`;
  if (Array.isArray(node) && typeof step === 'number') node[step] = coerceText(value, path);
  else if (isRecord(node)) node[step] = coerceText(value, path);
  return null;
}

function descend(node: unknown, step: string | number, path: ConfigPath): unknown {
  const empty = () => (shapeAt(path)?.items ? [] : {});
  if (Array.isArray(node) && typeof step === 'number') return (node[step] ??= empty());
  if (isRecord(node)) return (node[step] ??= empty());
  return null;
}
