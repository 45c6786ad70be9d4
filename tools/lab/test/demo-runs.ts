// `npm run demo` and `npm run lab` as processes of their own, in a place of their own.
import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { removeLab } from '../src/index.js';
import { findServerPid } from '../src/server/process-table.js';

const root = resolve(__dirname, '../../..');
const program = join(root, 'tools/setup/run.mjs');

let portsGiven = 0;

/** Demos of several files run beside each other, and each would choose the first free port before it listens there. */
function nextPort(): number {
  return 10_000 + (process.pid % 1000) * 10 + (portsGiven++ % 10);
}

/** A command under way. */
export interface Run {
  readonly child: ChildProcess;
  /** All that it has printed. */
  printed(): string;
  /** Its exit code. */
  readonly ended: Promise<number | null>;
  /** Resolves when it has printed this; rejects, with all it has printed, where it ends before. */
  until(text: RegExp): Promise<void>;
}

/** A folder in which demos run, beside one that somebody has open. */
export class DemoPlace {
  readonly folder: string;
  private readonly runs: Run[] = [];

  constructor(name = 'place') {
    this.folder = join(mkdtempSync(join(tmpdir(), 'cutover-demo-')), name);
    mkdirSync(this.folder);
  }

  get lab(): string {
    return join(this.folder, '.lab');
  }

  demo(...args: string[]): Run {
    const port = args.includes('--port') ? [] : ['--port', String(nextPort())];
    return this.start('demo', [...port, ...args]);
  }

  labCommand(...args: string[]): Run {
    return this.start('lab', ['--home', this.lab, ...args]);
  }

  isServerUp(role: 'source' | 'target'): boolean {
    return findServerPid(join(this.lab, role, 'my.cnf')) !== undefined;
  }

  /** What is left of it: server processes, files, entries in the user's home. */
  left(): string[] {
    const servers = (['source', 'target'] as const).filter((role) => this.isServerUp(role));
    const files = ['.lab', '.demo'].filter((name) => existsSync(join(this.folder, name)));
    const home = existsSync(this.userHome) ? readdirSync(this.userHome) : [];
    // npm keeps its cache there; that is npm's own.
    return [...servers, ...files, ...home.filter((name) => name !== '.npm')];
  }

  /** Ends whatever a test that failed has left. */
  async end(): Promise<void> {
    for (const { child } of this.runs) child.kill('SIGKILL');
    await Promise.all(this.runs.map(({ ended }) => ended));
    await removeLab(this.lab);
    rmSync(resolve(this.folder, '..'), { recursive: true, force: true });
  }

  /** With a home of its own: nothing of ours belongs into that of the user. */
  private get userHome(): string {
    return resolve(this.folder, '../home');
  }

  private start(command: string, args: readonly string[]): Run {
    const env = { ...process.env, HOME: this.userHome, CUTOVER_DEMO_PLACE: this.folder };
    const child = spawn(process.execPath, [program, command, ...args], { cwd: root, env });
    let text = '';
    let isOver = false;
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (data: Buffer) => (text += data.toString()));
    const ended = new Promise<number | null>((done, reject) => child.on('error', reject).on('exit', done));
    void ended.then(() => (isOver = true));
    const until = async (wanted: RegExp): Promise<void> => {
      while (!wanted.test(text) && !isOver) await new Promise((resume) => setTimeout(resume, 20));
      if (!wanted.test(text)) throw new Error(`It ended, and has not printed ${String(wanted)}:\n${text}`);
    };
    const run = { child, printed: () => text, ended, until };
    this.runs.push(run);
    return run;
  }
}
