import { validateCronExpression } from 'cron';
import { z } from 'zod';

/** A cron expression of five fields, or of six with seconds. */
export const cronExpression = z
  .string()
  .refine(
    (text) => validateCronExpression(text).valid,
    'must be a cron expression: five or six fields, each within its range, for example "0 2 * * *"',
  );
