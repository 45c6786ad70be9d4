import { UserError } from '../failures/failures.js';

/** Where a page of a numbered list ended, as opaque text for the client. */
export function encodeNumber(last: number): string {
  return Buffer.from(`n${last}`).toString('base64url');
}

/** Number of the last item of the page before. Throws UserError 400 INPUT_INVALID that names the field. */
export function decodeNumber(cursor: string): number {
  const [, digits] = /^n(\d{1,9})$/.exec(Buffer.from(cursor, 'base64url').toString()) ?? [];
  if (digits === undefined) throw foreignCursor();
  return Number(digits);
}

/** The last name of a page of a list that is sorted by names, as opaque text for the client. */
export function encodeName(last: string): string {
  return Buffer.from(`t${last}`).toString('base64url');
}

/** Name of the last item of the page before. Throws UserError 400 INPUT_INVALID that names the field. */
export function decodeName(cursor: string): string {
  const [, name] = /^t(.+)$/s.exec(Buffer.from(cursor, 'base64url').toString()) ?? [];
  if (name === undefined) throw foreignCursor();
  return name;
}

/** The error for a cursor that this API has not given out. */
export function foreignCursor(): UserError {
  return new UserError(
    400,
    'INPUT_INVALID',
    'cursor is not one of ours: use nextCursor of the page before, or leave it out',
    [{ path: 'cursor', message: 'is not a cursor of this API' }],
  );
}
