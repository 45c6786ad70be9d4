import { UserError } from '../platform/failures.js';

/** Where a page of a numbered list ended, as opaque text for the client. */
export function encodeNumber(last: number): string {
  return Buffer.from(`n${last}`).toString('base64url');
}

/** Number of the last item of the page before. Throws UserError 400 INPUT_INVALID that names the field. */
export function decodeNumber(cursor: string): number {
  const [, digits] = /^n(\d{1,9})$/.exec(Buffer.from(cursor, 'base64url').toString()) ?? [];
  if (digits === undefined)
    throw new UserError(
      400,
      'INPUT_INVALID',
      'cursor is not one of ours: use nextCursor of the page before, or leave it out',
      [{ path: 'cursor', message: 'is not a cursor of this API' }],
    );
  return Number(digits);
}
