import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { AnyLab } from '@cutover/lab';
import type { Page } from 'playwright-core';
import { openDashboard } from './browser.js';
import { dashboard, says } from './dashboard.js';
import type { PageState } from './page-state.js';
import type { Stack } from './stack.js';

const widths = [320, 390, 768, 1024, 1280, 1920, 2560] as const;
/** `npm run screenshots` names a folder: each state is then drawn in both themes, too. */
const folder = process.env['CUTOVER_SCREENSHOTS'];
/** What comes below looks the same in every state. */
const drawnHeight = 1_600;
const drawnWidths: readonly number[] = [390, 768, 1280, 1920];

/** One page, or one in each theme where the states are drawn. */
export async function openEveryTheme({ browser }: Stack<AnyLab>, url: string): Promise<Page[]> {
  if (folder) await mkdir(resolve(folder), { recursive: true });
  const pages: Page[] = [];
  for (const colorScheme of folder ? (['light', 'dark'] as const) : (['light'] as const))
    pages.push((await openDashboard(browser, url, { colorScheme })).page);
  return pages;
}

/** Brings a state about, looks at it at every width, and ends it: the page is then safe again. */
export async function lookAtEveryWidth<L extends AnyLab>(
  stack: Stack<L>,
  pages: readonly Page[],
  name: string,
  state: PageState<L>,
): Promise<void> {
  await state.begin?.(stack);
  try {
    for (const page of pages) {
      await state.isShown(page);
      for (const width of widths) {
        await page.setViewportSize({ width, height: 900 });
        expect({ width, sideways: await sideways(page) }).toEqual({ width, sideways: [] });
        if (folder && drawnWidths.includes(width)) await draw(page, join(resolve(folder), `${name}-${width}`), width);
      }
      await state.leave?.(page);
    }
  } finally {
    await state.end?.(stack);
  }
  for (const page of pages) {
    await says(dashboard.verdict(page), 'Safe to cut over');
    await state.isGone?.(page);
  }
}

async function draw(page: Page, path: string, width: number): Promise<void> {
  const theme = await page.evaluate(() => document.documentElement.dataset['theme']);
  const height = await page.evaluate(() => document.documentElement.scrollHeight);
  await page.screenshot({
    path: `${path}-${theme}.png`,
    fullPage: true,
    clip: { x: 0, y: 0, width, height: Math.min(height, drawnHeight) },
  });
}

/** Elements that stick out of the page to the right: what a failure should print. */
function sideways(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement;
    const all = [...document.body.querySelectorAll('*')];
    // A panel scrolls in itself: the page is then as wide as it should be, and the panel is not. What is meant to scroll
    // sideways says so in its class.
    const scrollers = all.filter(
      (e) =>
        !e.classList.contains('overflow-x-auto') &&
        /auto|scroll/.test(getComputedStyle(e).overflowX) &&
        e.scrollWidth > e.clientWidth + 1,
    );
    if (scrollers.length > 0)
      return scrollers.map(
        (e) => `${e.scrollWidth} px in ${e.clientWidth} px: ${e.tagName.toLowerCase()}.${e.className}`,
      );
    if (scrollWidth <= clientWidth) return [];
    const out = all.filter((e) => e.getBoundingClientRect().right > clientWidth + 1);
    const named = out.map((e) => `${e.tagName.toLowerCase()}.${e.className}: ${e.textContent?.slice(0, 40)}`);
    return [`${scrollWidth} px in ${clientWidth} px`, ...named.slice(0, 8)];
  });
}
