import { until } from '../deadline.js';
import { commandLineOf } from './process-table.js';

/** A process as it is written down: its number alone may belong to another one later. */
export interface RecordedProcess {
  readonly pid: number;
  readonly commandLine: string;
}

/** Writes down the process we are. */
export function recordThisProcess(): RecordedProcess {
  return { pid: process.pid, commandLine: commandLineOf(process.pid).join(' ') };
}

/** Whether it runs still, and is another process than ours. */
export function isRunningElsewhere(recorded: RecordedProcess | undefined): recorded is RecordedProcess {
  if (recorded === undefined || recorded.pid === process.pid || recorded.commandLine === '') return false;
  return commandLineOf(recorded.pid).join(' ') === recorded.commandLine;
}

/** Asks it to end, and insists after five seconds. */
export async function endRecordedProcess(recorded: RecordedProcess | undefined): Promise<void> {
  if (!isRunningElsewhere(recorded)) return;
  process.kill(recorded.pid, 'SIGTERM');
  const hasEnded = async (): Promise<true | undefined> => (isRunningElsewhere(recorded) ? undefined : true);
  await until('a process to end', hasEnded, { timeoutMs: 5000 }).catch(() => process.kill(recorded.pid, 'SIGKILL'));
}
