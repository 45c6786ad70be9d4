/** The lock that this process holds. */
export interface FolderLock {
  release(): Promise<void>;
}

/** What a holder says of itself. */
export interface LockHolder {
  /** Undefined: it did not answer. */
  readonly pid?: number;
  readonly command?: string;
  readonly url?: string;
}

export function lockFolder(
  folder: string,
  describe: () => Pick<LockHolder, 'command' | 'url'>,
  address?: string,
): Promise<
  | { readonly lock: FolderLock; readonly holder?: undefined }
  | { readonly lock?: undefined; readonly holder: LockHolder }
>;

export function describeHolder(folder: string, holder: LockHolder): readonly [message: string, advice: string];

export function lockAddress(folder: string, platform?: NodeJS.Platform): string;
