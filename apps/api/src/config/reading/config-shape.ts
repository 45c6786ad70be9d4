import { z } from 'zod';
import type { ConfigPath } from '../config-path.js';
import { configSchema } from '../config.schema.js';

/** The part of a JSON Schema node that we use. */
export interface ShapeNode {
  type?: 'object' | 'array' | 'string' | 'number' | 'integer' | 'boolean';
  properties?: Record<string, ShapeNode>;
  items?: ShapeNode;
  $ref?: string;
  $defs?: Record<string, ShapeNode>;
}

/** JSON Schema (draft 2020-12) of what a user may write: defaults are optional. For editors and for our own look-ups. */
export function configJsonSchema(): Record<string, unknown> {
  const { $schema, ...rest } = z.toJSONSchema(configSchema, { io: 'input' }) as Record<string, unknown>;
  return { $schema, title: 'Cutover configuration (cutover.yaml)', ...rest };
}

let root: ShapeNode | undefined;

function shapeRoot(): ShapeNode {
  root ??= configJsonSchema() as ShapeNode;
  return root;
}

function resolve(node: ShapeNode | undefined): ShapeNode | null {
  if (node?.$ref === undefined) return node ?? null;
  return shapeRoot().$defs?.[node.$ref.replace('#/$defs/', '')] ?? null;
}

/** What the schema wants at a path; null where it knows nothing. */
export function shapeAt(path: ConfigPath): ShapeNode | null {
  let node: ShapeNode | null = shapeRoot();
  for (const step of path) {
    if (node === null) return null;
    node = resolve(typeof step === 'number' ? node.items : ownProperty(node, step));
  }
  return node;
}

function ownProperty(node: ShapeNode, key: string): ShapeNode | undefined {
  return node.properties && Object.hasOwn(node.properties, key) ? node.properties[key] : undefined;
}

/** Keys that an object at this path may have; empty for anything else. */
export function knownKeys(path: ConfigPath): string[] {
  return Object.keys(shapeAt(path)?.properties ?? {});
}

/** Every key of the schema as a path in which `[]` stands for any index: `migrations[].source.tls.ca`. */
export function everyKey(path: ConfigPath = [], text = ''): string[] {
  const node = shapeAt(path);
  if (node?.items) return everyKey([...path, 0], `${text}[]`);
  return Object.keys(node?.properties ?? {}).flatMap((key) => {
    const name = text === '' ? key : `${text}.${key}`;
    return [name, ...everyKey([...path, key], name)];
  });
}
