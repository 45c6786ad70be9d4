import { isRecord } from '../../config/config-path.js';
import { canonicalJson } from './canonical-json.js';
import { masked, type Document } from './secret-places.js';

/** Pure: what differs between two documents, by name and without values. `given`: places whose secret is new. */
export function changedNames(before: Document, after: Document, given: readonly string[]): string[] {
  const [old, now] = [partsOf(masked(before)), partsOf(masked(after))];
  const fresh = new Set(given);
  return [...new Set([...old.keys(), ...now.keys()])].sort().flatMap((name) => {
    const [was, is] = [old.get(name), now.get(name)];
    if (was === undefined) return [`${name} added`];
    if (is === undefined) return [`${name} removed`];
    return was === is && !fresh.has(name) ? [] : [`${name} changed`];
  });
}

/** Items by `list/name`, other keys by themselves. */
function partsOf(document: Document): Map<string, string> {
  const parts = new Map<string, string>();
  for (const [key, value] of Object.entries(document)) {
    const items = Array.isArray(value) ? value.filter(isRecord) : [];
    if (items.length === 0 && !(Array.isArray(value) && value.length === 0)) parts.set(key, canonicalJson(value));
    for (const item of items) parts.set(`${key}/${String(item['name'])}`, canonicalJson(item));
  }
  return parts;
}
