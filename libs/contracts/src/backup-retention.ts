import { z } from 'zod';

const count = z.int().min(0).max(10_000);

/** IANA name of a time zone. */
export const timeZoneSchema = z.string().refine(isTimeZone, 'Not the name of a time zone, as Europe/Berlin is');

/** Which backups of one type of one database in one storage are kept. The numbers mean what they mean to `restic forget`. */
export const retentionPolicySchema = z
  .strictObject({
    last: count.default(0).meta({ description: 'The newest ones' }),
    hourly: count.default(0).meta({ description: 'The newest of each of so many hours that have one' }),
    daily: count.default(0),
    weekly: count.default(0).meta({ description: 'Weeks begin on Monday (ISO 8601)' }),
    monthly: count.default(0),
    yearly: count.default(0),
    verified: count.min(1).default(2).meta({
      description: 'So many of the newest that were read back whole or restored are never deleted, however old',
    }),
    timeZone: timeZoneSchema.default('UTC').meta({ description: 'Where an hour, a day, a week begins (IANA name)' }),
  })
  .refine(({ last, hourly, daily, weekly, monthly, yearly }) => last + hourly + daily + weekly + monthly + yearly > 0, {
    message: 'Keeps nothing: every backup would be deleted. Set last, or one of hourly to yearly',
  })
  .meta({ id: 'RetentionPolicy' });
export type RetentionPolicy = z.infer<typeof retentionPolicySchema>;

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }) !== null;
  } catch {
    return false;
  }
}
