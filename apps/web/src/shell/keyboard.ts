import { onMounted, onUnmounted } from 'vue';
import { sections, type SectionId } from './sections.js';

/** How long after `g` its letter may come. */
const chordMs = 1500;

/** What the keys do. */
export interface KeyActions {
  goTo: (section: SectionId) => void;
  focusFilter: () => void;
  showKeys: () => void;
}

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName))
  );
}

/** Turns key presses into actions: `/`, `?`, and `g` followed by a section's letter. Typing in a field is left alone. */
export function keyHandler(actions: KeyActions, now: () => number = Date.now): (event: KeyboardEvent) => void {
  let chordSince = -Infinity;
  return (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
    const isChord = now() - chordSince <= chordMs;
    chordSince = -Infinity;
    const section = isChord ? sections.find(({ key }) => key === event.key) : undefined;
    if (section) actions.goTo(section.id);
    else if (event.key === 'g') chordSince = now();
    else if (event.key === '/') actions.focusFilter();
    else if (event.key === '?') actions.showKeys();
    else return;
    event.preventDefault();
  };
}

/** Listens while the component is on the page. */
export function useKeyboard(actions: KeyActions): void {
  const handle = keyHandler(actions);
  onMounted(() => addEventListener('keydown', handle));
  onUnmounted(() => removeEventListener('keydown', handle));
}
