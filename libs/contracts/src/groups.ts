import { z } from 'zod';
import { answerSchema } from './answer.js';
import { findingSchema } from './finding.js';
import { engineSchema, instantSchema } from './primitives.js';

/** Of which migration of several databases something is a part. */
export const groupOfSchema = z
  .object({
    name: z.string().meta({ description: 'The migration, as the configuration names it', example: 'shop' }),
    database: z.string().meta({ description: 'The database that this part is about', example: 'billing' }),
  })
  .meta({ id: 'GroupOf' });
export type GroupOf = z.infer<typeof groupOfSchema>;

const groupPartSchema = z.object({
  migration: z.string().meta({ description: 'Name of the part: /api/migrations/:m knows it', example: 'shop.billing' }),
  database: z.string(),
  answer: answerSchema,
  since: instantSchema,
  reason: findingSchema.nullable().meta({ description: 'What stands in the way before all else; null when safe' }),
});

/** The one answer of a migration of several databases: `GET /api/groups/:g`. */
export const migrationGroupSchema = z
  .object({
    group: z.string(),
    engine: engineSchema,
    answer: answerSchema,
    since: instantSchema.meta({ description: 'Since when at least this answer stands' }),
    databases: z.array(groupPartSchema).meta({ description: 'What is in the way first' }),
  })
  .meta({ id: 'MigrationGroup' });
export type MigrationGroup = z.infer<typeof migrationGroupSchema>;
