import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type Disk, replace } from './disk.ts';
import { corrupt, unwritable } from './errors.ts';
import { isFormerFile, isStateFile, manifestPath } from './layout.ts';
import { checksum } from './manifest.ts';
import { absent, whyUnread } from './read.ts';

/** A change of one file: where its new bytes wait and their checksum; both `null` when it goes. */
interface Step {
  path: string;
  staged: string | null;
  sha256: string | null;
}

const journalName = '.journal.json';
const stagingName = '.staging';

/**
 * A change of several files that is whole or nothing.
 *
 * Weighed: files under new names for each commit, with the manifest as the switch (every git diff would be a whole file);
 * one big file (the same); a journal that holds the new bytes (everything is written twice, and a large import does not
 * fit into one text). Chosen: the new files are written beside the old ones, under `.staging/`; a journal that lists
 * them is renamed into place, which is the switch; then they are renamed one by one, and the journal goes. A kill before
 * the switch leaves the old state; after it readers see the new one, and the next commit applies the rest.
 */
export class Transaction {
  private readonly steps = new Map<string, Step>();
  private readonly folder: string;
  private readonly disk: Disk;

  private constructor(folder: string, disk: Disk) {
    this.folder = folder;
    this.disk = disk;
  }

  /** Begins a change: completes the last one if it was killed, and clears away what one left that never was. */
  static async begin(folder: string, disk: Disk): Promise<Transaction> {
    const transaction = new Transaction(folder, disk);
    await transaction.guarded(async () => {
      await disk.makeFolder(folder);
      await apply(folder, readJournal(folder), disk);
      await disk.remove(join(folder, stagingName));
      await disk.makeFolder(join(folder, stagingName));
    });
    return transaction;
  }

  /** Stages the new bytes of a file; `null` removes it. Nothing is visible before {@link commit}. */
  async put(path: string, text: string | Uint8Array | null): Promise<void> {
    if (!isOurs(path, text === null)) throw new RangeError(`${path} is no file of a state`);
    if (text === null) {
      this.steps.set(path, { path, staged: null, sha256: null });
      return;
    }
    const bytes = Buffer.from(text as string);
    const staged = `${stagingName}/${this.steps.size}`;
    await this.guarded(async () => {
      await this.disk.write(join(this.folder, staged), bytes);
      await this.disk.sync(join(this.folder, staged));
    });
    this.steps.set(path, { path, staged, sha256: checksum(bytes) });
  }

  /** Gives the change up: nothing of it is left. */
  async abandon(): Promise<void> {
    await this.disk.remove(join(this.folder, stagingName)).catch(() => {});
  }

  /** @returns the paths that changed. */
  async commit(): Promise<string[]> {
    const steps = [...this.steps.values()];
    const journal = join(this.folder, journalName);
    await this.guarded(async () => {
      if (steps.length > 0) {
        await this.disk.sync(join(this.folder, stagingName));
        const text = JSON.stringify({ sum: checksum(JSON.stringify(steps)), steps });
        await replace(this.disk, journal, join(this.folder, stagingName, 'journal'), Buffer.from(text));
      }
      await apply(this.folder, steps, this.disk);
    });
    return steps.map(({ path }) => join(this.folder, path));
  }

  private async guarded(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      if (error instanceof Error && 'exitCode' in error) throw error;
      throw unwritable(this.folder, error);
    }
  }
}

/** Whether a path may be written, or removed: it must stay inside the folder. */
const isOurs = (path: string, removed: boolean): boolean =>
  path === manifestPath || isStateFile(path) || (removed && isFormerFile(path));

/** Applies a journal, finished or killed. Applying twice is the same as once. */
async function apply(folder: string, steps: readonly Step[], disk: Disk): Promise<void> {
  if (steps.length === 0) {
    await disk.remove(join(folder, stagingName));
    return;
  }
  const folders = new Set<string>();
  for (const { path, staged } of steps) {
    const target = join(folder, path);
    if (staged === null) await disk.remove(target);
    else if (existsSync(join(folder, staged))) {
      if (!folders.has(dirname(target))) await disk.makeFolder(dirname(target));
      await disk.rename(join(folder, staged), target);
    }
    folders.add(dirname(target));
  }
  for (const each of folders) if (existsSync(each)) await disk.sync(each);
  await disk.remove(join(folder, journalName));
  await disk.sync(folder);
  await disk.remove(join(folder, stagingName));
}

/** Where the files of a state are to be read, through a journal that a killed run left; a reader never writes. */
export function readThrough(folder: string): (path: string) => string | null {
  const pending = new Map(readJournal(folder).map((step) => [step.path, step]));
  return (path) => {
    const step = pending.get(path);
    if (step === undefined) return join(folder, path);
    if (step.staged === null) return null;
    const staged = join(folder, step.staged);
    return existsSync(staged) ? staged : join(folder, path);
  };
}

/** The steps of a commit that was killed after its journal was in place. */
function readJournal(folder: string): Step[] {
  const path = join(folder, journalName);
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    if (absent(error)) return [];
    throw corrupt(path, whyUnread(error));
  }
  try {
    const { sum, steps } = JSON.parse(text) as { sum: string; steps: Step[] };
    // Its paths are joined to the folder and written: they must stay inside.
    const ours = steps.every(
      ({ path: name, staged }) => isOurs(name, staged === null) && (staged === null || /^\.staging\/\d+$/.test(staged)),
    );
    if (ours && checksum(JSON.stringify(steps)) === sum) return steps;
  } catch {
    // Falls through: not JSON is as bad as a wrong checksum, for a journal is renamed into place when it is complete.
  }
  throw corrupt(path, 'the journal of its last change is not readable');
}
