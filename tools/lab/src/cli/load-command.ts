import type { AnyLab } from '../any-lab.js';
import { LabError } from '../lab.errors.js';
import { isRunningElsewhere, recordThisProcess } from '../server/recorded-process.js';
import type { Request } from './arguments.js';
import { onEndingSignal } from './ending-signals.js';

const defaultRate = 20;
const reportMs = 5000;

/** Writes to the source until the time is over or somebody interrupts. Returns the transactions committed. */
export async function runLoad(lab: AnyLab, request: Request, print: (line: string) => void): Promise<number> {
  const running = lab.recordedLoad();
  if (isRunningElsewhere(running)) {
    throw new LabError(
      `A load runs already (process ${running.pid}).`,
      'End it with Ctrl-C there, or take the lab down.',
    );
  }
  const rate = request.rate ?? defaultRate;
  await lab.recordLoad(recordThisProcess());
  const load = lab.startLoad({ rate });
  print(`Writing ${rate} commits a second to the source. Ctrl-C ends it.`);
  const report = setInterval(() => {
    const { count, lastReason } = load.failures();
    print(`${load.commits()} commits${count > 0 ? `, ${count} failures, the last: ${lastReason}` : ''}`);
  }, reportMs);
  await interruptedOrAfter(request.seconds);
  clearInterval(report);
  await load.stop();
  // The lab may have been taken down meanwhile: then there is nothing to forget.
  await lab.recordLoad(undefined).catch(() => undefined);
  return load.commits();
}

function interruptedOrAfter(seconds: number | undefined): Promise<void> {
  return new Promise((resolve) => {
    const end = (): void => {
      clearTimeout(timer);
      resolve();
    };
    const timer = seconds === undefined ? undefined : setTimeout(end, seconds * 1000);
    onEndingSignal(end);
  });
}
