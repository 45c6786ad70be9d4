import { resolve } from 'node:path';
import { openAnyLab, removeLab, startAnyLab, type AnyLab } from '../any-lab.js';
import { defaultHome, LabHome } from '../lab-home.js';
import { readState } from '../lab-state.js';
import { lockHome } from '../lock-home.js';
import type { CommandName, Request } from './arguments.js';
import { onEndingSignal } from './ending-signals.js';
import { runLoad } from './load-command.js';
import { describeLab, describeStatus } from './report.js';
import { describeBreaks } from './usage.js';

/** Where a command's answer goes: `result` to standard output, `progress` to standard error. */
export interface Terminal {
  result(text: string): void;
  progress(line: string): void;
}

type Command = (home: string, request: Request, terminal: Terminal) => Promise<void>;

const commands: Readonly<Record<CommandName, Command>> = {
  async up(home, request, terminal) {
    const begun = Date.now();
    const log = (line: string): void => terminal.progress(line);
    const lab = await startUnlessInterrupted(home, request, log);
    if (request.rows !== undefined && request.rows !== lab.rows) {
      log(`This lab was started with ${lab.rows.toLocaleString('en')} rows. To change that, take it down first.`);
    }
    if (request.wantsS3) await lab.startS3(log);
    log(`Up after ${((Date.now() - begun) / 1000).toFixed(1)} s.`);
    terminal.result(
      request.wantsJson
        ? toJson(lab.s3 === undefined ? lab.endpoints : { ...lab.endpoints, s3: lab.s3 })
        : describeLab(lab),
    );
  },

  async down(home, request, terminal) {
    const wasUp = await removeLab(home);
    const text = wasUp ? `The lab in ${home} is gone.` : `There is no lab in ${home}.`;
    terminal.result(request.wantsJson ? toJson({ home, wasUp }) : text);
  },

  async status(home, request, terminal) {
    if ((await readState(new LabHome(home).stateFile)) === undefined) {
      const text = `There is no lab in ${home}. Start one with "npm run lab -- up".`;
      terminal.result(request.wantsJson ? toJson({ isUp: false, home }) : text);
      return;
    }
    const lab = await openAnyLab(home);
    const status = await lab.status();
    const { breaks } = lab.engine;
    const available = Object.fromEntries(Object.entries(breaks).map(([name, { description }]) => [name, description]));
    const text = [describeStatus(lab.engine, status), 'What can be broken:', ...describeBreaks(breaks)].join('\n');
    terminal.result(request.wantsJson ? toJson({ isUp: true, ...status, available }) : text);
  },

  async load(home, request, terminal) {
    const commits = await runLoad(await openAnyLab(home), request, (line) => terminal.progress(line));
    terminal.result(request.wantsJson ? toJson({ commits }) : `${commits} commits written.`);
  },

  async break(home, request, terminal) {
    const name = request.breakName ?? '';
    const lab = await openAnyLab(home);
    await lab.break(name);
    const text = `Broken: ${lab.engine.breaks[name]?.description}. Undo it with "npm run lab -- mend ${name}".`;
    terminal.result(request.wantsJson ? toJson({ broken: name }) : text);
  },

  async mend(home, request, terminal) {
    const name = request.breakName ?? '';
    const wasBroken = await (await openAnyLab(home)).mend(name);
    const text = wasBroken ? `Mended: ${name}.` : `${name} is not broken; there is nothing to mend.`;
    terminal.result(request.wantsJson ? toJson({ mended: name, wasBroken }) : text);
  },
};

/** Does what the command line asks for. */
export async function runCommand(request: Request, terminal: Terminal): Promise<void> {
  const home = request.home === undefined ? defaultHome() : resolve(request.home);
  await commands[request.command](home, request, terminal);
}

/** 128 + SIGINT, as shells count it. */
const interruptedExitCode = 130;

/** Ctrl-C while a lab is built removes what is there of it; a lab that was up before stays. Ends the process then. */
async function startUnlessInterrupted(home: string, request: Request, log: (line: string) => void): Promise<AnyLab> {
  const lock = await lockHome(home);
  const wasReady = (await readState(new LabHome(home).stateFile))?.isReady === true;
  let removal: Promise<boolean> | undefined;
  const stopListening = onEndingSignal(() => {
    if (wasReady) process.exit(interruptedExitCode);
    // Servers that are gone end their start.
    removal ??= removeLab(home);
  });
  const { engine, rows } = request;
  try {
    const options = { home, log, lock, beginsPlain: true, ...(rows === undefined ? {} : { rows }) };
    const lab = await startAnyLab(engine, options).catch((error: unknown) => {
      // A server that is ended while it is filled says so; the user knows why.
      if (removal === undefined) throw error;
    });
    if (lab && removal === undefined) return lab;
    await removal;
    // What the start has made after that.
    await removeLab(home);
    return process.exit(interruptedExitCode);
  } finally {
    stopListening();
    await lock.release();
  }
}

function toJson(value: unknown): string {
  return JSON.stringify(value, null, 2);
}
