interface OpenUndo {
  readonly name: string;
  readonly dueMs: number;
  readonly undo: () => Promise<void>;
}

/** What was broken for a while, and how to undo it. One thing is broken in one way at a time. */
export class OpenUndos {
  private open: OpenUndo[] = [];

  isOpen(name: string): boolean {
    return this.open.some((each) => each.name === name);
  }

  later(name: string, seconds: number, undo: () => Promise<void>): void {
    this.open.push({ name, dueMs: Date.now() + seconds * 1000, undo });
  }

  /** Undoes what is due by now. */
  async undoDue(nowMs: number): Promise<string[]> {
    const due = this.open.filter(({ dueMs }) => dueMs <= nowMs);
    this.open = this.open.filter((each) => !due.includes(each));
    for (const { undo } of due) await undo();
    return due.map(({ name }) => name);
  }
}
