/** What a Basic login sends. */
export interface BasicCredentials {
  name: string;
  password: string;
}

/** No honest login is longer; it bounds what a stranger can make us hash. */
const maxHeaderCharacters = 4096;

/** Name and password of an `Authorization: Basic …` header (RFC 7617, UTF-8). null: absent or not of that form. */
export function parseBasicCredentials(header: string | undefined): BasicCredentials | null {
  if (header === undefined || header.length > maxHeaderCharacters) return null;
  const encoded = /^Basic +([A-Za-z0-9+/]+={0,2})$/i.exec(header.trim())?.[1];
  if (encoded === undefined) return null;
  const text = Buffer.from(encoded, 'base64').toString('utf8');
  const colon = text.indexOf(':');
  if (colon < 1) return null;
  return { name: text.slice(0, colon), password: text.slice(colon + 1) };
}
