import { channelTypeSchema, severitySchema } from '@cutover/contracts';
import { z } from 'zod';
import { channelFaults } from './channel-rules.js';
import { objectRule } from './rule-check.js';

const clockTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'must be a time such as "22:00"; quote it');

const mailAddress = z
  .string()
  .max(254)
  .regex(/^[^\s@<>,;:"()]+@[^\s@<>,;:"()]+$/, 'must be one plain mail address, such as dba@example.com');

const quietHoursSchema = z.strictObject({
  from: clockTime.meta({ description: 'When they begin, by the clock of timeZone' }),
  to: clockTime.meta({ description: 'When they end; earlier than from means the next morning' }),
  timeZone: z
    .string()
    .refine(isTimeZone, 'must be a time zone such as Europe/Berlin or UTC')
    .default('UTC')
    .meta({ description: 'IANA name of the time zone' }),
  passCritical: z
    .boolean()
    .default(true)
    .meta({ description: 'true: CRITICAL alerts, and the answer "not safe", are told all the same' }),
});

const smtpSchema = z.strictObject({
  host: z.string().min(1).meta({ description: 'Host name of the mail server' }),
  port: z
    .number()
    .int()
    .min(1)
    .max(65535)
    .optional()
    .meta({ description: 'TCP port; without it 587 for starttls, 465 for implicit, 25 for none' }),
  tls: z.enum(['starttls', 'implicit', 'none']).default('starttls').meta({
    description:
      'starttls: begins plain and must change to TLS; implicit: TLS from the first byte; none: readable by anybody between',
  }),
  ca: z
    .string()
    .optional()
    .meta({ description: 'File with the CA certificates to trust; without it the CAs that Node.js brings' }),
  username: z.string().min(1).optional().meta({ description: 'Login; without it none is tried' }),
  password: z.string().min(1).optional().meta({ description: 'Prefer ${ENV} or passwordFile over a literal' }),
  passwordFile: z.string().optional().meta({ description: 'File whose content is the password' }),
});

/** One element of `alerts.channels`: where messages go, and which. */
export const channelSchema = z
  .strictObject({
    name: z
      .string()
      .regex(/^[a-z0-9][a-z0-9-]{0,62}$/, 'must be lower case letters, digits and dashes (it stands in URLs)')
      .meta({ description: 'Unique name; stands in URLs, alerts and metrics' }),
    type: channelTypeSchema.meta({
      description: 'webhook: signed JSON; slack: what Slack, Mattermost and others take; email: over SMTP',
    }),
    url: z
      .url({ protocol: /^https?$/, error: 'must be a URL that begins with https:// or http://' })
      .refine(hasNoLogin, 'must not hold a user and password; a webhook is signed with secret instead')
      .optional()
      .meta({ description: 'Of webhook and slack. Prefer ${ENV} or urlFile where the URL itself is a secret' }),
    urlFile: z.string().optional().meta({ description: 'File whose content is the URL' }),
    secret: z
      .string()
      .refine(({ length }) => length >= 16, 'must have at least 16 characters; print one with: openssl rand -hex 32')
      .optional()
      .meta({ description: 'Of webhook: the key of its HMAC-SHA256 signature. Prefer ${ENV} or secretFile' }),
    secretFile: z.string().optional().meta({ description: 'File whose content is the secret' }),
    smtp: smtpSchema.optional().meta({ description: 'Of email: the mail server' }),
    from: mailAddress.optional().meta({ description: 'Of email: the sender' }),
    to: z.array(mailAddress).min(1).max(50).optional().meta({ description: 'Of email: who gets it' }),
    minSeverity: severitySchema.default('WARNING').meta({ description: 'Less severe alerts are not told here' }),
    migrations: z
      .array(z.string().min(1))
      .min(1)
      .optional()
      .meta({ description: 'Only of these migrations; without it of all' }),
    verdicts: z.boolean().default(true).meta({
      description: 'Tell when the answer changes (safe, not safe, cannot tell), and the result of a freeze proof',
    }),
    resolved: z.boolean().default(true).meta({ description: 'Tell when an alert that was told has ended' }),
    groupSeconds: z
      .number()
      .min(0)
      .max(3600)
      .default(10)
      .meta({ description: 'What happens within this long after the first news becomes one message' }),
    repeatMinutes: z
      .number()
      .min(0)
      .max(7 * 24 * 60)
      .default(240)
      .meta({ description: 'What still fires, and nobody has acknowledged, is told again after this long; 0: never' }),
    quietHours: quietHoursSchema.optional().meta({ description: 'What is not critical waits until they end' }),
  })
  .superRefine(...objectRule(channelFaults));

/** What is no URL at all is said by the schema's own rule. */
function hasNoLogin(text: string): boolean {
  if (!URL.canParse(text)) return true;
  const { username, password } = new URL(text);
  return username === '' && password === '';
}

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
