import { setTimeout as pause } from 'node:timers/promises';
import type { Api } from '../../stage/api.js';
import { migration } from '../../stage/migration.js';

const withinMs = 60_000;
const validMs = 86_400_000;

/** Answers for the disk of the target, which nothing measures, so that the answer can become safe. A waiver is taken only for what was found. */
export async function attestDisk(api: Api): Promise<void> {
  const until = new Date(Date.now() + validMs).toISOString();
  const why = 'the disk of a soak is not secret';
  const waiver = { check: 'encryption-incomplete', subject: 'target', why, until, operator: 'soak' };
  for (const startedMs = Date.now(); Date.now() - startedMs < withinMs; await pause(500))
    if ((await api.ask(`/api/migrations/${migration}/readiness/waivers`, 'POST', waiver)) !== null) return;
  throw new Error('The product does not take the waiver of the disk');
}
