import type { StatusLine } from '../command.js';
import { progressBar, progressText, type Progress } from './progress.js';

/** How often progress is shown. A bar in a terminal moves; a log gets a line now and then. */
const everyMs = { terminal: 200, log: 10_000 };

const eraseLine = '\r\u001b[2K';

/** Shows progress on stderr until `end` is called: a bar in a terminal, plain lines elsewhere. */
export class ProgressDisplay {
  private readonly timer: NodeJS.Timeout;

  constructor(
    private readonly out: StatusLine,
    private readonly progress: () => Progress,
  ) {
    this.timer = setInterval(() => this.show(), out.isTerminal ? everyMs.terminal : everyMs.log);
    this.timer.unref();
    this.show();
  }

  end(): void {
    clearInterval(this.timer);
    if (this.out.isTerminal) this.out.write(eraseLine);
    else this.show();
  }

  private show(): void {
    if (this.out.isTerminal) this.out.write(eraseLine + progressBar(this.progress(), this.out.columns()));
    else this.out.write(`${progressText(this.progress())}\n`);
  }
}
