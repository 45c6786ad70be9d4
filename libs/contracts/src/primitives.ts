import { z } from 'zod';

/** UTC instant as ISO-8601 text, for example `2026-11-20T03:00:00.000Z`. */
export const instantSchema = z.iso.datetime().meta({ description: 'UTC instant, ISO-8601' });

/** An integer as decimal text: row counts, keys and sequence numbers may exceed 2^53, where a JSON number would lie. */
export const bigIntTextSchema = z
  .string()
  .regex(/^-?\d+$/)
  .meta({ description: 'Integer as decimal text (may exceed 2^53)' });

/** Which end of the migration: rows flow from `source` to `target`. */
export const roleSchema = z.enum(['source', 'target']);
export type Role = z.infer<typeof roleSchema>;

/** Both roles, in the order in which data flows. */
export const roles: readonly Role[] = roleSchema.options;

/** Database engine of both ends of a migration. */
export const engineSchema = z.enum(['mariadb', 'mysql', 'postgres']);
export type Engine = z.infer<typeof engineSchema>;
