/** One connection's place in a room, from before it is opened until it is closed. */
export interface Place {
  /**
   * The connection rests: whoever waits for a place may have this one. `giveUp` is called for that, once; it closes the connection
   * and leaves. `isSpare`: whoever has it keeps another one, so that it is given up before the only one of somebody else, who would soon
   * have to open it anew.
   */
  rest(giveUp: () => void, isSpare?: () => boolean): void;
  /** The connection is at work again, and nobody else's. */
  wake(): void;
  /** The connection is closed, or was never opened. Doing it twice is doing it once. */
  leave(): void;
}

/** A connection that was just used is likely to be used again: for so long it is not closed for the sake of another one. */
const lingerMs = 100;

interface Resting {
  giveUp: () => void;
  isSpare: () => boolean;
  sinceMs: number;
}

/**
 * So many connections may be open on one server at a time, whatever databases they lead to. When all places are taken, the one that
 * has rested for the longest time, spare ones first, is closed for whoever waits; where none rests, who comes waits, in the order of coming, for as long
 * as it takes: who asks bounds it.
 */
export class ConnectionRoom {
  private taken = 0;
  /** Oldest first. */
  private readonly resting = new Map<Place, Resting>();
  private readonly waiting: ((place: Place) => void)[] = [];
  /** Told to give up, and not gone yet. */
  private readonly leaving = new Set<Place>();
  private timer: NodeJS.Timeout | null = null;

  constructor(
    readonly most: number,
    private readonly nowMs: () => number = () => performance.now(),
  ) {}

  /** Whether nobody has to give up for one more. */
  get hasFreePlace(): boolean {
    return this.taken < this.most;
  }

  /** Resolves when there is a place. */
  take(): Promise<Place> {
    if (this.hasFreePlace) {
      this.taken += 1;
      return Promise.resolve(this.place());
    }
    return new Promise((resolve) => {
      this.waiting.push(resolve);
      this.makeRoom();
    });
  }

  private place(): Place {
    let isLeft = false;
    const place: Place = {
      rest: (giveUp, isSpare = () => false) => {
        if (isLeft || this.leaving.has(place)) return;
        this.resting.set(place, { giveUp, isSpare, sinceMs: this.nowMs() });
        this.makeRoom();
      },
      wake: () => void this.resting.delete(place),
      leave: () => {
        if (isLeft) return;
        isLeft = true;
        this.resting.delete(place);
        this.leaving.delete(place);
        const next = this.waiting.shift();
        if (next) next(this.place());
        else this.taken -= 1;
        this.makeRoom();
      },
    };
    return place;
  }

  /** Has as many give up as somebody waits for. */
  private makeRoom(): void {
    for (const isSpareWanted of [true, false])
      for (const [place, { giveUp, isSpare, sinceMs }] of this.resting) {
        if (this.waiting.length <= this.leaving.size) return;
        if (isSpareWanted && !isSpare()) continue;
        const leftMs = sinceMs + lingerMs - this.nowMs();
        if (leftMs > 0) return this.makeRoomLater(leftMs);
        this.resting.delete(place);
        this.leaving.add(place);
        giveUp();
      }
  }

  private makeRoomLater(inMs: number): void {
    this.timer ??= setTimeout(() => {
      this.timer = null;
      this.makeRoom();
    }, Math.ceil(inMs)).unref();
  }
}
