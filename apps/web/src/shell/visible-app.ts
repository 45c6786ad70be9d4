import { visibleText } from '@cutover/contracts/visible-text';
import { createRenderer, nodeOps, patchProp, type App, type Component } from 'vue';

/** Attributes that people read, or have read to them. All others are sent, followed or matched, and stay as they are. */
const read: ReadonlySet<string> = new Set([
  ...['title', 'alt', 'placeholder', 'label', 'textContent'],
  ...['aria-label', 'aria-description', 'aria-roledescription', 'aria-valuetext', 'aria-placeholder'],
]);

/**
 * Draws as Vue does, with one difference: control characters, and those that turn the direction of text or have no width, stand in every
 * text as their codes. Names come from databases, and could else hide or turn what stands beside them. It is done where text becomes a
 * page, so that no component can forget it, and what is copied or sent stays exact.
 */
const { createApp } = createRenderer<Node, Element>({
  ...nodeOps,
  createText: (text) => nodeOps.createText(visibleText(text)),
  setText: (node, text) => nodeOps.setText(node, visibleText(text)),
  setElementText: (element, text) => nodeOps.setElementText(element, visibleText(text)),
  patchProp: (element, name, before: unknown, now: unknown, ...rest) =>
    patchProp(element, name, before, typeof now === 'string' && read.has(name) ? visibleText(now) : now, ...rest),
});

/** The application whose texts show all that they hold. */
export function createVisibleApp(root: Component): App<Element> {
  return createApp(root);
}
