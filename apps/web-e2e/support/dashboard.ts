import type { Locator, Page } from 'playwright-core';

/** The parts of the dashboard, found as a user of a screen reader finds them. */
export const dashboard = {
  verdict: (page: Page): Locator => page.getByRole('region', { name: 'Verdict' }),
  server: (page: Page, role: 'Source' | 'Target'): Locator => page.getByRole('article', { name: role }),
  replication: (page: Page): Locator => page.getByRole('group', { name: 'Replication from source to target' }),
  row: (page: Page, table: 'checksums' | 'consistency', name: string): Locator =>
    page.getByRole('table', { name: table }).getByRole('row').filter({ hasText: name }),
  firing: (page: Page): Locator => page.getByRole('list', { name: 'Firing alerts' }).getByRole('listitem'),
};

/** Waits until a part of the page says something. */
export async function says(part: Locator, text: string | RegExp, timeoutMs = 180_000): Promise<void> {
  await part.getByText(text).first().waitFor({ timeout: timeoutMs });
}
