import { isRecord } from '../../config/config-path.js';
import { sealKeyVariable } from '../../config/seal-key.js';
import { isSealed, secretPlaces, withSecrets, type Document } from './secret-places.js';
import { unseal } from './seal.js';

/**
 * Pure: what puts the secrets of a stored document into its tree, once that has its references expanded: a password that looks like a
 * reference is none. What cannot be opened is a fault, which says what to do.
 */
export function secretsOpener(
  stored: Document,
  key: Buffer | null,
): (expanded: unknown, faults: string[]) => Record<string, unknown> {
  const places = secretPlaces(stored);
  return (expanded, faults) =>
    withSecrets(
      isRecord(expanded) ? expanded : {},
      (place, secret) => {
        const sealed = place.item[place.key];
        if (!isSealed(sealed)) return secret;
        const opened = key === null ? null : unseal(sealed.sealed, key, place.context);
        if (opened !== null) return opened;
        const why =
          key === null
            ? `is sealed, and there is no key to open it: set store.sealKeyFile or ${sealKeyVariable} to the key that it was sealed with`
            : `does not open with this seal key: set the key that it was sealed with, or give the secret anew`;
        faults.push(`backups.${place.list}[${place.index}].${place.key}: ${why}`);
        return '';
      },
      places,
    );
}
