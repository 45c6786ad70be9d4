import { parseArgs } from 'node:util';
import { ownEngineNames, type OwnEngineName } from '../engines/engine-name.js';
import { allBreakNames } from '../engines/registry.js';

const commandNames = ['up', 'down', 'status', 'load', 'break', 'mend'] as const;

export type CommandName = (typeof commandNames)[number];

/** What the command line asks for. Undefined means: not said. */
export interface Request {
  readonly command: CommandName;
  readonly breakName: string | undefined;
  readonly engine: OwnEngineName | undefined;
  readonly wantsJson: boolean;
  readonly wantsS3: boolean;
  readonly home: string | undefined;
  readonly rows: number | undefined;
  readonly rate: number | undefined;
  readonly seconds: number | undefined;
}

/** The command line makes no sense; the message says which part. */
export class UsageError extends Error {}

/** Parses the words after the program's name. @throws UsageError */
export function parseRequest(words: readonly string[]): Request | 'help' {
  const { values, positionals } = parse(words);
  if (values.help === true) return 'help';
  const [command, name, ...rest] = positionals;
  if (command === undefined) throw new UsageError('No command.');
  if (!isCommandName(command)) throw new UsageError(`There is no command "${command}".`);
  const takesName = command === 'break' || command === 'mend';
  if (values.s3 === true && command !== 'up') throw new UsageError('--s3 goes with up.');
  const tooMany = takesName ? rest[0] : name;
  if (tooMany !== undefined) throw new UsageError(`"${tooMany}" is one word too many.`);
  return {
    command,
    breakName: takesName ? breakNameOf(command, name) : undefined,
    engine: values.engine === undefined ? undefined : engineNamed(values.engine),
    wantsJson: values.json === true,
    wantsS3: values.s3 === true,
    home: values.home,
    rows: wholeNumber('--rows', values.rows),
    rate: wholeNumber('--rate', values.rate),
    seconds: wholeNumber('--seconds', values.seconds),
  };
}

function parse(words: readonly string[]): ReturnType<typeof parseStrictly> {
  try {
    return parseStrictly(words);
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

function parseStrictly(words: readonly string[]) {
  return parseArgs({
    args: [...words],
    allowPositionals: true,
    options: {
      help: { type: 'boolean', short: 'h' },
      json: { type: 'boolean' },
      s3: { type: 'boolean' },
      engine: { type: 'string' },
      home: { type: 'string' },
      rows: { type: 'string' },
      rate: { type: 'string' },
      seconds: { type: 'string' },
    },
  });
}

function isCommandName(word: string): word is CommandName {
  return (commandNames as readonly string[]).includes(word);
}

/** Whether the lab that it is meant for has this break is another question: its engine knows. */
function breakNameOf(command: string, name: string | undefined): string {
  const names = allBreakNames();
  if (name === undefined) throw new UsageError(`${command} what? One of: ${names.join(', ')}.`);
  if (!names.includes(name)) throw new UsageError(`There is no break "${name}". One of: ${names.join(', ')}.`);
  return name;
}

function engineNamed(word: string): OwnEngineName {
  const found = ownEngineNames.find((name) => name === word);
  if (found) return found;
  throw new UsageError(`There is no engine "${word}". One of: ${ownEngineNames.join(', ')}.`);
}

function wholeNumber(flag: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const digits = text.replaceAll(/[_,]/g, '');
  if (!/^[1-9]\d*$/.test(digits)) throw new UsageError(`${flag} wants a whole number above zero, not "${text}".`);
  return Number(digits);
}
