import { foreignCursor } from '../../store/page-cursor.js';

/** Where a page of alerts ended. `activeAt` and `id` never change, so pages stay stable while alerts change their state. */
export interface AlertCursor {
  activeAt: string;
  id: string;
}

/** Opaque text for the client. */
export function encodeCursor(cursor: AlertCursor): string {
  return Buffer.from(`${cursor.activeAt}|${cursor.id}`).toString('base64url');
}

/** Throws UserError 400 INPUT_INVALID that names the field. */
export function decodeCursor(text: string): AlertCursor {
  const [activeAt, id, ...rest] = Buffer.from(text, 'base64url').toString().split('|');
  if (!activeAt || !id || rest.length > 0 || Number.isNaN(Date.parse(activeAt))) throw foreignCursor();
  return { activeAt, id };
}
