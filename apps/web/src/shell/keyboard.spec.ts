import { expect, it, vi } from 'vitest';
import { keyHandler } from './keyboard.js';

function handler() {
  let now = 0;
  const actions = { goTo: vi.fn(), focusFilter: vi.fn(), showKeys: vi.fn() };
  const handle = keyHandler(actions, () => now);
  const press = (key: string, target: EventTarget = document.body): void => {
    const event = new KeyboardEvent('keydown', { key, cancelable: true });
    Object.defineProperty(event, 'target', { value: target });
    handle(event);
  };
  return { actions, press, wait: (ms: number) => (now += ms) };
}

it.each([
  ['o', 'overview'],
  ['l', 'lag'],
  ['c', 'checksums'],
  ['n', 'consistency'],
  ['a', 'alerts'],
  ['p', 'connections'],
])('goes with g %s to %s', (key, section) => {
  const { actions, press } = handler();
  press('g');
  press(key);
  expect(actions.goTo).toHaveBeenCalledExactlyOnceWith(section);
});

it('forgets a g that was pressed long ago', () => {
  const { actions, press, wait } = handler();
  press('g');
  wait(1501);
  press('l');
  expect(actions.goTo).not.toHaveBeenCalled();
});

it('focuses the filter with a slash, but not while something is typed', () => {
  const { actions, press } = handler();
  press('/', document.createElement('input'));
  expect(actions.focusFilter).not.toHaveBeenCalled();
  press('/');
  expect(actions.focusFilter).toHaveBeenCalledOnce();
});
