import { dirname, relative, resolve } from 'node:path';
import { isRecord } from '../../config/config-path.js';
import { placeholder, secretPlaces, withSecrets, type Document, type SecretPlace } from './secret-places.js';
import { seal } from './seal.js';

/** Folder beside the configuration file whose files somebody may name who does not write that file. */
const secretsFolder = 'backup-secrets';

/** What becomes of the secrets of a document that somebody sends. */
export interface TakenSecrets {
  /** As it is to be stored. */
  stored: Record<string, unknown>;
  /** Lines that begin with a path. */
  faults: string[];
  /** Places of the secrets that are new, as `servers/shop-db`. */
  given: string[];
  /** Whether one of them must be sealed and there is no key. */
  lacksKey: boolean;
}

const reference = /(?<!\$)\$\{/;

/**
 * Pure: what is sent for a secret is sealed, and the placeholder keeps what is there. What the machine of the API holds, a secret that is
 * stored, a variable of its environment or a file outside of `secretsFolder`, stays what it was and goes where it went: whoever may change
 * the configuration must not have it sent to a host of his own. `trusted`: names variables and files that may stay, if not `before`.
 */
export function takeSecrets(
  sent: Document,
  {
    before,
    trusted = before,
    key,
    configFile,
  }: { before: Document; trusted?: Document; key: Buffer | null; configFile: string },
): TakenSecrets {
  const known = new Map(secretPlaces(before).map((place) => [nameOf(place), place]));
  const faults: string[] = [];
  const given: string[] = [];
  let lacksKey = false;

  const stored = withSecrets(sent, (place, secret) => {
    const old = known.get(nameOf(place));
    const oldSecret = old?.item[place.key];
    const path = `backups.${place.list}[${place.index}].${place.key}`;
    if (typeof secret !== 'string') {
      faults.push(`${path}: must be text (quote it)`);
      return null;
    }
    if (secret === placeholder) {
      if (oldSecret === undefined) faults.push(`${path}: stands for a secret that is stored, and none is: give it`);
      else if (old?.context !== place.context) faults.push(`${path}: ${otherPlace}`);
      else if (typeof oldSecret !== 'string') return oldSecret;
      else if (!reference.test(oldSecret)) return sealed(oldSecret, place);
      else faults.push(`${path}: is made of a variable of the environment and of text: give it as one of both`);
      return null;
    }
    if (!reference.test(secret)) {
      given.push(nameOf(place));
      return sealed(secret, place);
    }
    // Whether it may stand is asked below, with all other references.
    return secret;
  });

  function sealed(text: string, place: SecretPlace): unknown {
    if (key !== null)
      return {
        sealed: seal(
          text.replaceAll('$${', () => '${'),
          key,
          place.context,
        ),
      };
    lacksKey = true;
    return null;
  }

  for (const { path, kind } of strangersIn(sent, trusted, configFile))
    faults.push(`${path}: ${kind === 'variable' ? newReference : newFile}`);
  return { stored, faults, given, lacksKey };
}

/** Something of the machine of the API that a document names anew. */
interface Stranger {
  path: string;
  kind: 'variable' | 'file';
}

/** Pure: where a document names what the machine of the API holds and the one before it did not name at the same place, for the same use. */
export function strangersIn(document: Document, before: Document, configFile: string): Stranger[] {
  const kept = textsOf(before);
  return [...textsOf(document)].flatMap(([at, { path, text, context }]): Stranger[] => {
    const old = kept.get(at);
    if (old?.text === text && old.context === context) return [];
    if (reference.test(text)) return [{ path, kind: 'variable' }];
    const isFile = fileKeys.has(at.slice(at.lastIndexOf('/') + 1)) && isElsewhere(text, configFile);
    return isFile ? [{ path, kind: 'file' }] : [];
  });
}

/** Keys of files whose content goes to a server. */
const fileKeys: ReadonlySet<string> = new Set(['passwordFile', 'secretAccessKeyFile']);

const otherPlace =
  'was stored for another host, port, account or TLS than stands here now: give it again, or leave these as they were';
const newReference =
  'names a variable of the environment, which only the configuration file may: give the value itself. A reference that was there stays as long as host, port, account and TLS of its item do';
const newFile = `may only be a file in the folder ${secretsFolder} beside the configuration file, or the one that was there, for the same host, port, account and TLS`;

const nameOf = ({ list, item }: SecretPlace): string => `${list}/${String(item['name'])}`;

function isElsewhere(file: string, configFile: string): boolean {
  const folder = dirname(resolve(configFile));
  const inside = relative(resolve(folder, secretsFolder), resolve(folder, file));
  return inside === '' || inside.startsWith('..') || resolve(inside) === inside;
}

interface PlacedText {
  path: string;
  text: string;
  /** Where a secret of its item goes. */
  context: string;
}

/** Every text, by where it stands: items of a list by their name, so that those before them may come and go. */
function textsOf(document: Document): Map<string, PlacedText> {
  const contexts = new Map(secretPlaces(document).map((place) => [`/${place.list}/${place.index}`, place.context]));
  const found = new Map<string, PlacedText>();
  const walk = (node: unknown, at: string, path: string, context: string): void => {
    if (typeof node === 'string') found.set(at, { path, text: node, context });
    else if (Array.isArray(node))
      node.forEach((item: unknown, index) => {
        const name = isRecord(item) && typeof item['name'] === 'string' ? `=${item['name']}` : String(index);
        walk(item, `${at}/${name}`, `${path}[${index}]`, contexts.get(`${at}/${index}`) ?? context);
      });
    else if (isRecord(node))
      for (const [step, inner] of Object.entries(node)) walk(inner, `${at}/${step}`, `${path}.${step}`, context);
  };
  walk(document, '', 'backups', '');
  return found;
}
