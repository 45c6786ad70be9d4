import { parseArgs } from 'node:util';
import { visibleLine } from '@cutover/contracts';
import type { Command, CommandOptions, Terminal } from './command.js';

/** Exit code for wrong use. Not 2, as in most tools: that is what `verify` says where something was not proved. */
const exitUsage = 3;

/**
 * Finds the command, parses its options and runs it. Resolves with the exit code: for wrong use 3, unless the command
 * names another.
 */
export async function runCommandLine(
  argv: readonly string[],
  commands: readonly Command[],
  outside: Terminal,
): Promise<number> {
  const terminal = plainTerminal(outside);
  const [name, second] = argv;
  if (name === '--help' || name === '-h' || name === 'help') {
    for (const line of usageLines(commands)) terminal.print(line);
    return 0;
  }
  // `backup list` is one name of two words.
  const command =
    commands.find((candidate) => candidate.name === `${name} ${second}`) ??
    commands.find((candidate) => candidate.name === name);
  if (!command) {
    const group = commands.filter((candidate) => candidate.name.startsWith(`${name} `));
    if (group.length > 0) return answerGroup(group, second, terminal);
    if (name !== undefined) terminal.complain(`unknown command: ${name}`);
    for (const line of usageLines(commands)) terminal.complain(line);
    return exitUsage;
  }
  const parsed = parseOptions(command, argv.slice(command.name.split(' ').length));
  if (typeof parsed === 'string') {
    terminal.complain(parsed);
    terminal.complain(`usage: npm run cutover -- ${command.usage}`);
    return command.exitUsage ?? exitUsage;
  }
  if (parsed.help === true) {
    terminal.print(`usage: npm run cutover -- ${command.usage}`);
    terminal.print(`  ${command.summary}`);
    return 0;
  }
  return command.run(parsed, terminal);
}

/** `backup` alone, with --help or with a word that is none of its commands: the usage of those of its name. */
function answerGroup(group: readonly Command[], second: string | undefined, terminal: Terminal): number {
  const isHelp = second === '--help' || second === '-h' || second === 'help';
  if (!isHelp) terminal.complain(`not a command; there are: ${group.map((each) => each.name).join(', ')}`);
  for (const line of usageLines(group)) (isHelp ? terminal.print : terminal.complain)(line);
  return isHelp ? 0 : exitUsage;
}

/**
 * What is printed comes from files and servers, too: a line stays one line, and holds nothing that moves the cursor or turns text. A
 * report could else hide the warning that stands below its name.
 */
function plainTerminal(outside: Terminal): Terminal {
  return {
    ...outside,
    print: (line) => outside.print(visibleLine(line)),
    complain: (line) => outside.complain(visibleLine(line)),
  };
}

function parseOptions(command: Command, argv: string[]): CommandOptions | string {
  try {
    const options = { ...command.options, help: { type: 'boolean', short: 'h' } as const };
    const { argument } = command;
    const allowPositionals = argument !== undefined;
    const { values, positionals } = parseArgs({ args: argv, options, strict: true, allowPositionals });
    if (argument === undefined || values.help === true) return values;
    if (positionals.length !== 1) return `${argument} is ${positionals.length === 0 ? 'missing' : 'one only'}`;
    return { ...values, [argument]: positionals[0] };
  } catch (error) {
    // An unexpected argument may be a password that somebody typed: it is not repeated.
    const code = (error as NodeJS.ErrnoException).code;
    if (code === 'ERR_PARSE_ARGS_UNEXPECTED_POSITIONAL') return 'unexpected argument';
    return error instanceof Error ? (error.message.split('. ')[0] ?? error.message) : String(error);
  }
}

function usageLines(commands: readonly Command[]): string[] {
  const width = Math.max(...commands.map((command) => command.usage.length));
  return [
    'usage: npm run cutover -- COMMAND',
    '',
    ...commands.map((command) => `  ${command.usage.padEnd(width)}  ${command.summary}`),
  ];
}
