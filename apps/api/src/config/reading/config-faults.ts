import type { z } from 'zod';
import { type ConfigPath, formatPath, valueAt } from '../config-path.js';
import { knownKeys } from './config-shape.js';
import { suggestion } from './nearest-key.js';

type Issue = z.core.$ZodIssue;

/**
 * One readable line for each thing the schema found. `tree` is what was validated: it tells missing from empty.
 * Lines name paths and wanted types, never what stands there: it may be a secret.
 */
export function faultLines(issues: readonly Issue[], tree: unknown): string[] {
  return [...new Set(issues.flatMap((issue) => linesOf(issue, tree)))];
}

function linesOf(issue: Issue, tree: unknown): string[] {
  const path = issue.path.map((step) => (typeof step === 'number' ? step : String(step)));
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => `${formatPath([...path, key])}: unknown key${suggestion(key, knownKeys(path))}`);
  return [`${formatPath(path)}: ${sentence(issue, path, tree)}`];
}

function sentence(issue: Issue, path: ConfigPath, tree: unknown): string {
  const value = valueAt(tree, path);
  switch (issue.code) {
    case 'invalid_type':
      if (value === undefined) return `is missing (${wanted(issue.expected)})`;
      if (value === null) return `is empty; give ${wanted(issue.expected)}`;
      return `must be ${wanted(issue.expected)}, not ${kindOf(value)}`;
    case 'invalid_value': {
      // Zod's own sentences begin so; any other was written in our schema, for this very value.
      if (!issue.message.startsWith('Invalid ')) return issue.message;
      const list = issue.values.map((option) => `"${String(option)}"`).join(', ');
      return value === undefined ? `is missing (one of ${list})` : `must be one of ${list}`;
    }
    case 'too_small':
      return issue.origin === 'array' || issue.origin === 'string'
        ? 'must not be empty'
        : `must be at least ${issue.minimum}`;
    case 'too_big':
      return issue.origin === 'string'
        ? `must have at most ${issue.maximum} characters`
        : `must be at most ${issue.maximum}`;
    case 'invalid_format':
      return issue.format === 'url' ? 'must be a URL such as https://host.example' : issue.message;
    default:
      return issue.message;
  }
}

const kinds: Record<string, string> = {
  object: 'a group of keys',
  record: 'a group of keys',
  array: 'a list',
  string: 'text (quote it)',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
};

function wanted(expected: string): string {
  return kinds[expected] ?? expected;
}

function kindOf(value: unknown): string {
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'number') return Number.isInteger(value) ? 'a number' : 'a fraction';
  if (typeof value === 'string') return 'text';
  return kinds[typeof value] ?? typeof value;
}
