import { afterEach, expect, it } from 'vitest';
import { defineComponent, h, nextTick, ref } from 'vue';
import { createVisibleApp } from './visible-app.js';

const turned = 'shop.\u202estxet';
const shown = 'shop.\\u202estxet';
let end = (): void => undefined;

function mount(draw: () => ReturnType<typeof h>): HTMLElement {
  const page = document.createElement('main');
  document.body.append(page);
  const app = createVisibleApp(defineComponent({ setup: () => draw }));
  app.mount(page);
  end = () => {
    app.unmount();
    page.remove();
  };
  return page;
}

afterEach(() => end());

it('shows in every text what turns it or cannot be seen, also when it changes', async () => {
  const name = ref(turned);
  const page = mount(() => h('p', ['Table ', h('b', name.value), ' differs: ', name.value]));
  expect(page.textContent).toBe(`Table ${shown} differs: ${shown}`);
  name.value = 'a\u200bb\u0007';
  await nextTick();
  expect(page.textContent).toBe('Table a\\u200bb\\u0007 differs: a\\u200bb\\u0007');
});

it('shows it in the texts of attributes, and leaves alone what is sent or followed', () => {
  const page = mount(() =>
    h('p', { title: turned, 'aria-label': turned, 'aria-controls': turned }, [
      h('a', { href: `/m/${encodeURIComponent(turned)}` }, 'rows'),
      h('input', { value: turned, placeholder: turned }),
      h('svg', [h('title', turned)]),
    ]),
  );
  const [line, link, input] = ['p', 'a', 'input'].map((tag) => page.querySelector(tag));
  expect([line?.getAttribute('title'), line?.getAttribute('aria-label')]).toEqual([shown, shown]);
  expect(line?.getAttribute('aria-controls')).toBe(turned);
  expect(link?.getAttribute('href')).toBe('/m/shop.%E2%80%AEstxet');
  expect((input as HTMLInputElement).value).toBe(turned);
  expect(input?.getAttribute('placeholder')).toBe(shown);
  expect(page.querySelector('title')?.textContent).toBe(shown);
});

it('leaves lines, indents and every script as they are', () => {
  const text = 'a\n\tb متجر 👩‍💻';
  expect(mount(() => h('pre', text)).textContent).toBe(text);
});
