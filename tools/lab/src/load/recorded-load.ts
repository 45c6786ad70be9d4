import { until } from '../deadline.js';
import type { LabState } from '../lab-state.js';
import { commandLineOf } from '../server/process-table.js';

/** How a process is recorded: its number alone may belong to another one later. */
export function describeProcess(pid: number): NonNullable<LabState['load']> {
  return { pid, commandLine: commandLineOf(pid).join(' ') };
}

export function isStillRunning(load: LabState['load']): load is NonNullable<LabState['load']> {
  return load !== undefined && load.commandLine !== '' && commandLineOf(load.pid).join(' ') === load.commandLine;
}

/** Asks a load of another process to end, and insists after five seconds. */
export async function endRecordedLoad(load: LabState['load']): Promise<void> {
  if (!isStillRunning(load) || load.pid === process.pid) return;
  process.kill(load.pid, 'SIGTERM');
  const hasEnded = async (): Promise<true | undefined> => (isStillRunning(load) ? undefined : true);
  await until('the load to end', hasEnded, { timeoutMs: 5000 }).catch(() => process.kill(load.pid, 'SIGKILL'));
}
