import { roles, type Role } from '@cutover/contracts';
import type { LoadSetting, ServerPressure } from './load-dialect.js';

/** How busy both servers are, and how far the target is behind; null: unknown, which is no reason to wait. */
export interface Pressure extends Readonly<Record<Role, ServerPressure>> {
  lagSeconds: number | null;
}

/** Above these verification holds back. */
export interface PressureLimits extends Readonly<Record<LoadSetting, number>> {
  lagThresholdSeconds: number;
}

/** In the order in which they are named, when more than one is over its limit. */
const settings: readonly LoadSetting[] = ['maxThreadsRunning', 'maxHistoryListLength'];

/**
 * Pure: why the servers should be left alone; null: go on.
 * @param limitOf the limit that counts: the configured one, or a higher one for a server that always exceeds that
 */
export function pressureReason(
  pressure: Pressure,
  limits: PressureLimits,
  limitOf: (role: Role, setting: LoadSetting) => number = (_, setting) => limits[setting],
): { kind: 'server' | 'lag'; text: string } | null {
  for (const setting of settings)
    for (const role of roles) {
      const counter = pressure[role][setting];
      const limit = limitOf(role, setting);
      if (counter !== undefined && counter.value > limit) {
        const why =
          limit === limits[setting]
            ? `verification.${setting}`
            : `a quarter above its usual level; verification.${setting} is ${limits[setting]}`;
        return { kind: 'server', text: `${counter.name} on the ${role} is ${counter.value}, over ${limit} (${why})` };
      }
    }
  const { lagSeconds } = pressure;
  const { lagThresholdSeconds } = limits;
  if (lagSeconds === null || lagSeconds <= lagThresholdSeconds) return null;
  return {
    kind: 'lag',
    text: `The target is ${lagSeconds} s behind, over ${lagThresholdSeconds} s (replicaLagThresholdSeconds)`,
  };
}
