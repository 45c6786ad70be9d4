import type { ClientKind } from '../programs/choose-client.js';

/** What a throwaway server is made with. */
export interface ScratchFrame {
  /** Folder of the programs: those of one version lie together. */
  programs: string;
  /** An empty folder of its own. */
  folder: string;
  port: number;
  /** Of the only account that may log in. It stands in files alone. */
  username: string;
  password: string;
}

/** A program to run, and its arguments: no secret among them. */
export type ScratchCommand = readonly [program: string, ...args: string[]];

/** How a throwaway server of an engine is made and started. It listens on the loopback address alone. */
export interface ScratchDialect extends ClientKind {
  /** Files that must be there before, by name within the folder: only its user may read them. */
  files(frame: ScratchFrame): Readonly<Record<string, string>>;
  /** Makes the data folder. */
  install(frame: ScratchFrame): ScratchCommand;
  /** Runs until it is ended. */
  serve(frame: ScratchFrame): ScratchCommand;
}
