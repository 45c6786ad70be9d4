import { z } from 'zod';
import { alertSchema, severitySchema } from './alerts.js';
import { freezeProofStateSchema } from './freeze-proof.js';
import { overallVerdictSchema } from './migrations.js';
import { instantSchema } from './primitives.js';

/** How a channel is reached. */
export const channelTypeSchema = z.enum(['webhook', 'slack', 'email']).meta({ id: 'ChannelType' });
export type ChannelType = z.infer<typeof channelTypeSchema>;

/** A list in a message names so many alerts at most; how many there are stands beside it. */
export const messageAlerts = 20;

const answerSchema = overallVerdictSchema.shape.answer;

/** Alerts of a message: the worst first, then the newest. */
const alertListSchema = z.object({
  count: z.number().int(),
  alerts: z
    .array(alertSchema)
    .max(messageAlerts)
    .meta({ description: `At most the first ${messageAlerts}` }),
});
export type MessageAlerts = z.infer<typeof alertListSchema>;

/** `ended`: a freeze proof has its result; `broken`: the source was written after one that passed. */
export const freezeNewsSchema = z.enum(['ended', 'broken']).meta({ id: 'FreezeNews' });
export type FreezeNews = z.infer<typeof freezeNewsSchema>;

/** What a message says of a freeze proof. */
const freezeProofNewsSchema = z.object({
  id: z.string(),
  event: freezeNewsSchema,
  state: freezeProofStateSchema.meta({ description: 'How it ended' }),
  greenLights: z.number().int().min(0).max(7).meta({ description: 'Of all databases: the fewest of one' }),
  databases: z
    .object({ count: z.number().int(), proved: z.number().int() })
    .nullable()
    .meta({ description: 'Of the proof of all databases of a migration; null: of a proof by itself' }),
  startedBy: z.string(),
  startedAt: instantSchema,
  endedAt: instantSchema.nullable(),
  conclusion: z.string().meta({ description: 'What was proved, or what broke it' }),
  nextStep: z.string(),
});
export type FreezeProofNews = z.infer<typeof freezeProofNewsSchema>;

/** One message of a channel about one migration, or about backups. It is the body that a webhook gets, and what the other channels are told from. */
export const notificationSchema = z
  .object({
    version: z.literal(1).meta({ description: 'Grows when a field changes its meaning or goes' }),
    id: z.string().meta({ description: 'The same at every attempt: whoever has it already may forget the repeat' }),
    channel: z.string(),
    migration: z.string().nullable().meta({
      description:
        'Name of the migration; with `freezeProof.databases` that of all its databases; null: about backups, or a test message (`isTest`)',
    }),
    isTest: z.boolean(),
    createdAt: instantSchema.meta({ description: 'When it was written; it may arrive later' }),
    headline: z.string().meta({ example: 'NOT SAFE · shop · CRITICAL: Rows of shop.orders differ' }),
    verdict: z
      .object({
        answer: answerSchema,
        since: instantSchema,
        changedFrom: answerSchema.nullable().meta({ description: 'null: the message is not about a change of it' }),
        reasons: z.array(z.string()).meta({ description: 'What stands in the way, the most important first' }),
        nextStep: z.string().meta({ description: 'What to do about the first reason; empty where there is none' }),
      })
      .nullable()
      .meta({
        description: 'The answer when the message was written. null: none is known yet, or it is about no migration',
      }),
    freezeProof: freezeProofNewsSchema
      .nullable()
      .meta({ description: 'The result of a freeze proof; null: the message is about none' }),
    firing: alertListSchema.meta({ description: 'What began since the last message' }),
    stillFiring: alertListSchema.meta({ description: 'What was told before and is told again' }),
    resolved: alertListSchema.meta({ description: 'What was told before and has ended' }),
    events: alertListSchema.meta({ description: 'What happened and needs nobody: severity INFO' }),
    link: z.string().nullable().meta({ description: 'The page; null without server.publicUrl' }),
    text: z.string().meta({ description: 'All of it for people, as plain text; the first line is the headline' }),
  })
  .meta({ id: 'Notification' });
export type Notification = z.infer<typeof notificationSchema>;

/** `untried`: nothing was sent yet, so it is not known whether it works. `failing`: the last attempt failed. */
export const channelStateSchema = z.enum(['untried', 'working', 'failing']).meta({ id: 'ChannelState' });
export type ChannelState = z.infer<typeof channelStateSchema>;

/** A channel of the configuration and how it does. Holds no secret. */
export const notificationChannelSchema = z
  .object({
    name: z.string(),
    type: channelTypeSchema,
    destination: z.string().meta({
      description: 'Where to, without what may be secret in a URL',
      example: 'https://hooks.slack.com/…',
    }),
    minSeverity: severitySchema,
    migrations: z.array(z.string()).nullable().meta({ description: 'null: all' }),
    verdicts: z.boolean(),
    state: channelStateSchema,
    failingSince: instantSchema.nullable(),
    lastSuccessAt: instantSchema.nullable(),
    lastFailureAt: instantSchema.nullable(),
    lastFailure: z.string().nullable().meta({ description: 'Why the last attempt that failed did; kept after it' }),
    action: z.string().meta({ description: 'What to do next; empty unless it fails' }),
    failedAttempts: z.number().int().meta({ description: 'In a row, since the last success' }),
    nextAttemptAt: instantSchema.nullable().meta({ description: 'null: nothing waits' }),
    waiting: z.number().int().meta({ description: 'Messages that wait to be delivered' }),
    oldestWaitingAt: instantSchema.nullable(),
    lost: z.number().int().meta({ description: 'Messages given up because they were refused, too old or too many' }),
    isQuiet: z.boolean().meta({ description: 'Its quiet hours hold back what is not critical at this moment' }),
  })
  .meta({ id: 'NotificationChannel' });
export type NotificationChannel = z.infer<typeof notificationChannelSchema>;

/** What became of a test message. */
export const channelTestSchema = z
  .object({
    channel: z.string(),
    delivered: z.boolean(),
    answer: z.string().meta({ description: 'What the other side said, or why it was not reached' }),
    action: z.string().meta({ description: 'What to do next; empty when it was delivered' }),
    sentAt: instantSchema,
    durationMs: z.number().int(),
  })
  .meta({ id: 'ChannelTest' });
export type ChannelTest = z.infer<typeof channelTestSchema>;
