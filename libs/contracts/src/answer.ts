import { z } from 'zod';

/** The one answer: safe to cut over, not safe, or cannot tell. `cannot-tell` is never shown as good. */
export const answerSchema = z.enum(['safe', 'not-safe', 'cannot-tell']);
export type Answer = z.infer<typeof answerSchema>;
