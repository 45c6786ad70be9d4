import type { ParityDifference } from '@cutover/contracts';
import type { Account, SideAccounts } from './account.js';
import type { MendTerms } from './compare-rights.js';

/** So many accounts are named. */
const named = 5;

/** Pure: plugins that accounts log in by, and that the source has loaded and the target has not. One difference for each plugin. */
export function comparePlugins(
  accounts: readonly Account[],
  source: SideAccounts,
  target: SideAccounts,
  { statements, rds }: MendTerms,
): ParityDifference[] {
  const users = new Map<string, Account[]>();
  for (const account of accounts)
    for (const plugin of account.plugins.map((each) => each.toLowerCase())) {
      const known = users.get(plugin);
      if (known === undefined) users.set(plugin, [account]);
      else known.push(account);
    }
  return [...users].flatMap(([plugin, all]) => {
    const library = source.plugins.get(plugin);
    // What the source has not loaded fails there, too.
    if (library === undefined || target.plugins.has(plugin)) return [];
    const names = all.slice(0, named).map(({ text }) => text);
    const more = all.length > named ? ` and ${all.length - named} more` : '';
    const next =
      library === null
        ? ` The source has it built in: turn it on in the configuration of the target (${plugin} = ON), or give these accounts another way to log in on both sides.`
        : rds
          ? ' Amazon RDS loads plugins by an option group, and not this one perhaps: then give these accounts another way to log in on both sides.'
          : '';
    const difference: ParityDifference = {
      id: `accounts/plugin/${plugin}`,
      ...{ area: 'accounts', kind: 'plugin', object: plugin, part: null, source: 'loaded', target: null, blocks: true },
      why: `${names.join(', ')}${more} cannot log in to the target, which has not loaded this plugin (error 1524).${next}`,
      mend:
        library === null || rds
          ? null
          : {
              ...{ on: 'target', statements: [statements.loadPlugin(plugin, library)] },
              note: 'The file of the plugin must be on the machine of the target: its package brings it.',
            },
    };
    return [difference];
  });
}
