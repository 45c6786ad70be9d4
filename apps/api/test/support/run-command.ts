import { commands } from '../../src/cli/commands.js';
import { runCommandLine } from '../../src/cli/run-command-line.js';

/** What a test may do with a command that is under way. */
export type WhileRunning = (running: { interrupt: () => void; shown: () => string }) => Promise<void>;

/** How a command ended, with everything it wrote. */
export interface EndedCommand {
  code: number;
  /** The lines on stdout, and all of them as one text. */
  printed: string[];
  output: string;
  /** Lines, and progress, on stderr. */
  complaints: string[];
  shown: string;
}

/** With --max-load there is something to see in the bar. */
const isTerminal = (argv: readonly string[]): boolean => argv.includes('--max-load');

/** The command line, in a terminal or not. */
export async function runCommand(
  argv: readonly string[],
  whileRunning: WhileRunning = () => Promise.resolve(),
): Promise<EndedCommand> {
  const printed: string[] = [];
  const complaints: string[] = [];
  let shown = '';
  let interrupt: () => void = () => undefined;
  const ended = runCommandLine(argv, commands, {
    print: (line) => void printed.push(line),
    complain: (line) => void complaints.push(line),
    readSecret: () => Promise.reject(new Error('no secret is asked for')),
    status: { isTerminal: isTerminal(argv), columns: () => 200, write: (text) => void (shown += text) },
    onInterrupt: (callback) => {
      interrupt = callback;
      return () => undefined;
    },
    env: {},
  });
  await whileRunning({ interrupt: () => interrupt(), shown: () => shown });
  const code = await ended;
  return { code, printed, output: printed.join('\n'), complaints, shown };
}
