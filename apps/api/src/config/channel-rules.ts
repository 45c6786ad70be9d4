import { channelTypeSchema, type ChannelType } from '@cutover/contracts';
import { isRecord } from './config-path.js';
import type { RuleFault } from './config-rules.js';
import { isLoopback } from './loopback.js';

/** Keys that say where messages go. Every type has its own of them and none of another's. */
const addressKeys: Record<ChannelType, readonly string[]> = {
  webhook: ['url', 'urlFile', 'secret', 'secretFile'],
  slack: ['url', 'urlFile'],
  email: ['smtp', 'from', 'to'],
};

/** A value that may stand here, or in a file that is named here. */
type Secret = 'url' | 'secret' | 'password';

/** A channel must have the keys of its type, each once. Runs beside the schema, so every key may be of any kind. */
export function channelFaults(channel: Record<string, unknown>): RuleFault[] {
  const type = channelTypeSchema.safeParse(channel.type).data;
  // The schema says what is wrong with a type that is none.
  if (type === undefined) return [];
  const foreign = Object.values(addressKeys)
    .flat()
    .filter((key) => !addressKeys[type].includes(key) && channel[key] !== undefined);
  return [
    ...[...new Set(foreign)].map((key) => ({ path: [key], message: `is no key of type ${type}: remove it` })),
    ...typeFaults[type](channel),
  ];
}

const typeFaults: Record<ChannelType, (channel: Record<string, unknown>) => RuleFault[]> = {
  webhook: (channel) => [...onceFaults(channel, 'url'), ...onceFaults(channel, 'secret')],
  slack: (channel) => onceFaults(channel, 'url'),
  email: (channel) => [
    ...['smtp', 'from', 'to'].flatMap((key) =>
      channel[key] === undefined ? [{ path: [key], message: 'is missing: type email needs it' }] : [],
    ),
    ...(isRecord(channel.smtp) ? smtpFaults(channel.smtp) : []),
  ],
};

function smtpFaults(smtp: Record<string, unknown>): RuleFault[] {
  const hasLogin = smtp.username !== undefined;
  const isReadable = smtp.tls === 'none' && !(typeof smtp.host === 'string' && isLoopback(smtp.host));
  const faults = hasLogin
    ? onceFaults(smtp, 'password')
    : ['password', 'passwordFile'].flatMap((key) =>
        smtp[key] === undefined ? [] : [{ path: [key], message: 'needs a username beside it' }],
      );
  if (hasLogin && isReadable)
    faults.push({ path: ['tls'], message: 'none would send the password readable: use starttls or implicit' });
  return faults.map(({ path, message }) => ({ path: ['smtp', ...path], message }));
}

/** Exactly one of a value and the file that holds it. */
function onceFaults(group: Record<string, unknown>, key: Secret): RuleFault[] {
  const file = `${key}File`;
  const has = { value: group[key] !== undefined, file: group[file] !== undefined };
  if (has.value && has.file) return [{ path: [file], message: `give ${key} or ${file}, not both` }];
  if (has.value || has.file) return [];
  return [{ path: [key], message: `is missing: set ${key} (best as \${VARIABLE}) or ${file}` }];
}

/** A channel that names a migration which does not exist would be silent about the one that is meant. */
export function channelMigrationFaults(config: Record<string, unknown>): RuleFault[] {
  const channels = isRecord(config.alerts) ? config.alerts.channels : undefined;
  if (!Array.isArray(channels) || !Array.isArray(config.migrations)) return [];
  const known = [...new Set(config.migrations.flatMap((each: unknown) => (isRecord(each) ? namesOf(each) : [])))];
  return channels.flatMap((channel: unknown, index) => {
    const named = isRecord(channel) && Array.isArray(channel.migrations) ? channel.migrations : [];
    return named.flatMap((name: unknown, at) =>
      known.includes(name)
        ? []
        : [
            {
              path: ['alerts', 'channels', index, 'migrations', at],
              message: `there is no such migration; configured: ${known.join(', ')}`,
            },
          ],
    );
  });
}

/** What a migration goes by: of one of several databases also the name of the migration. */
function namesOf({ name, group }: Record<string, unknown>): unknown[] {
  return isRecord(group) ? [group.name, name] : [name];
}
