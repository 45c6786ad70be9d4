import { z } from 'zod';

/** Every error of the API has this shape. 400 names the field in `details`. */
export const errorAnswerSchema = z
  .object({
    code: z.string().meta({ example: 'MIGRATION_UNKNOWN' }),
    message: z.string(),
    requestId: z.string(),
    details: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
  })
  .meta({ id: 'ErrorAnswer' });
export type ErrorAnswer = z.infer<typeof errorAnswerSchema>;
