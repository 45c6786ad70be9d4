import { CronTime, validateCronExpression } from 'cron';
import { z } from 'zod';

const isValid = (text: string): boolean => validateCronExpression(text).valid;

/** A cron expression of five fields, or of six with seconds, that some day comes. */
export const cronExpression = z
  .string()
  .refine(isValid, 'must be a cron expression: five or six fields, each within its range, for example "0 2 * * *"')
  .refine((text) => !isValid(text) || everComes(text), 'never comes: no month that it names has such a day');

/** Each field may be within its range, and no day have them all: 31 April, 30 February. */
function everComes(text: string): boolean {
  try {
    new CronTime(text, 'UTC').getNextDateFrom(new Date(), 'UTC');
    return true;
  } catch {
    return false;
  }
}
