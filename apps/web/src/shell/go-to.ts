import type { SectionId } from './sections.js';

/** Brings a section to the top and puts the focus on it, so that Tab goes on from there. */
export function goToSection(id: SectionId): void {
  const section = document.getElementById(id);
  section?.scrollIntoView();
  section?.focus({ preventScroll: true });
}

/** Puts the cursor into the filter of the table that is on the screen, or else of the first table. */
export function focusTableFilter(): void {
  const filters = [...document.querySelectorAll<HTMLInputElement>('[data-table-filter]')];
  const onScreen = filters.find((filter) => {
    const { top, bottom } = filter.closest('section')?.getBoundingClientRect() ?? filter.getBoundingClientRect();
    return top < innerHeight * 0.6 && bottom > innerHeight * 0.2;
  });
  const filter = onScreen ?? filters[0];
  filter?.focus();
  filter?.scrollIntoView({ block: 'center' });
}
