/** Calls `flush` later, once: with the next frame, or after a moment where no frames are drawn. */
export type Schedule = (flush: () => void) => void;

/** A hidden tab draws no frames, but its title and its alerts must still follow. */
const nextFrame: Schedule = (flush) => {
  if (document.hidden) setTimeout(flush, 250);
  else requestAnimationFrame(() => flush());
};

/** Gathers events and hands them on together, so that a burst costs one rendering. */
export class FrameBatch<Item> {
  private waiting: Item[] = [];

  constructor(
    private readonly deliver: (items: readonly Item[]) => void,
    private readonly schedule: Schedule = nextFrame,
  ) {}

  add(item: Item): void {
    this.waiting.push(item);
    if (this.waiting.length === 1) this.schedule(() => this.flush());
  }

  private flush(): void {
    const items = this.waiting;
    this.waiting = [];
    this.deliver(items);
  }
}
