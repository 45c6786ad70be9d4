/** More of an answer is for the log of the other side. */
const longest = 300;

/** Text of the other side as one line that may be shown: control characters, secrets and what is too long are left out. */
export function withoutSecrets(text: string, secrets: readonly (string | undefined)[]): string {
  let shown = text;
  // The longest first: a part of it must not spoil it for the whole.
  const known = secrets.filter((secret) => secret !== undefined && secret.length >= 4).sort(byLength);
  for (const secret of known) shown = shown.replaceAll(secret as string, '…');
  shown = shown.replaceAll(/[\s\p{Cc}]+/gu, ' ').trim();
  return shown.length > longest ? `${shown.slice(0, longest)}…` : shown;
}

/** What of a URL may be a secret: all but the host. */
export function secretsOf(url: string): string[] {
  const { href, pathname, search } = new URL(url);
  return [url, href, pathname + search, pathname, search];
}

/** Scheme and host, and that there is more: `https://hooks.slack.com/…`. */
export function shownUrl(url: string): string {
  const { origin, pathname, search } = new URL(url);
  return pathname === '/' && search === '' ? origin : `${origin}/…`;
}

function byLength(a = '', b = ''): number {
  return b.length - a.length;
}
