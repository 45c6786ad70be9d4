import type { z } from 'zod';
import { isRecord } from './config-path.js';
import type { RuleFault } from './config-rules.js';

/** Argument pair for `superRefine`: runs a rule on whatever is there, also after the schema found faults in it. */
export function objectRule(
  rule: (value: Record<string, unknown>) => RuleFault[],
): [(value: unknown, ctx: z.core.$RefinementCtx) => void, z.core.$ZodSuperRefineParams] {
  return [
    (value, ctx) => {
      if (!isRecord(value)) return;
      for (const fault of rule(value)) ctx.addIssue({ code: 'custom', ...fault });
    },
    { when: (payload) => isRecord(payload.value) },
  ];
}

/** The same for a list. */
export function listRule(
  rule: (value: unknown[]) => RuleFault[],
): [(value: unknown, ctx: z.core.$RefinementCtx) => void, z.core.$ZodSuperRefineParams] {
  return [
    (value, ctx) => {
      if (!Array.isArray(value)) return;
      for (const fault of rule(value)) ctx.addIssue({ code: 'custom', ...fault });
    },
    { when: (payload) => Array.isArray(payload.value) },
  ];
}
