import type { ConfigPath } from '../config-path.js';
import { shapeAt } from './config-shape.js';

const decimal = /^-?\d+(\.\d+)?$/;

/**
 * Text from the environment as the type that the schema wants at this path. Text that does not fit stays text, so that
 * the schema names the fault.
 */
export function coerceText(text: string, path: ConfigPath): string | number | boolean {
  const type = shapeAt(path)?.type;
  if ((type === 'number' || type === 'integer') && decimal.test(text.trim())) return Number(text);
  if (type === 'boolean' && (text === 'true' || text === 'false')) return text === 'true';
  return text;
}
