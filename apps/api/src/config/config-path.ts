/** Where a value stands in the configuration: keys and array indices from the root. */
export type ConfigPath = readonly (string | number)[];

/** `migrations[0].source.port`; the root is `configuration`. */
export function formatPath(path: ConfigPath): string {
  let text = '';
  for (const step of path) text += typeof step === 'number' ? `[${step}]` : text === '' ? step : `.${step}`;
  return text === '' ? 'configuration' : text;
}

/** What `formatPath` has written, as a path; of a key with a dot or a bracket in it it is another one. */
export function parsePath(text: string): ConfigPath {
  return [...text.matchAll(/\[(\d+)\]|[^.[\]]+/g)].map(([step, index]) => (index === undefined ? step : Number(index)));
}

/** True for objects with keys, not for arrays and null. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The value at a path; undefined where there is none. */
export function valueAt(tree: unknown, path: ConfigPath): unknown {
  let node = tree;
  for (const step of path) {
    if (typeof step === 'number') node = Array.isArray(node) ? node[step] : undefined;
    else node = isRecord(node) && Object.hasOwn(node, step) ? node[step] : undefined;
  }
  return node;
}
