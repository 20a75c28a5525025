import { chmod, lstat, mkdir, readFile, rm, rmdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { diagnostic, UserError } from '../../diagnostic/index.ts';
import { replaceFile } from '../../store/atomic.ts';
import type { InitFile } from './scaffold.ts';

/** Whether anything is there under this name, also a link that leads nowhere. */
const isThere = (path: string): Promise<boolean> =>
  lstat(path).then(
    () => true,
    () => false,
  );

/** Which files would be written, and which stay. */
export async function sort(
  folder: string,
  files: readonly InitFile[],
  force: boolean,
): Promise<{ write: InitFile[]; keep: InitFile[] }> {
  const write: InitFile[] = [];
  const keep: InitFile[] = [];
  for (const file of files) {
    const stays = file.kind === 'private' || (file.kind === 'new' && !force);
    const there = stays && (await isThere(join(folder, file.path)));
    (there ? keep : write).push(file);
  }
  return { write, keep };
}

/**
 * Writes all files or none: when one cannot be written, those before it are as they were.
 * @throws UserError (exit 5).
 */
export async function writeAll(folder: string, files: readonly InitFile[]): Promise<void> {
  const undo: (() => Promise<unknown>)[] = [];
  try {
    for (const { path, content, kind } of files) {
      const place = join(folder, path);
      const old = await readFile(place).catch(() => null);
      for (const made of await makeFolders(dirname(place))) undo.push(() => rmdir(made));
      undo.push(() => (old === null ? rm(place, { force: true }) : replaceFile(place, old)));
      await replaceFile(place, content);
      if (kind === 'private') await chmod(place, 0o600);
    }
  } catch (error) {
    for (const step of undo.reverse()) await step().catch(() => {});
    const { code, message, path } = error as NodeJS.ErrnoException;
    const hint = 'nothing was changed';
    throw new UserError(
      [diagnostic('state-unwritable', { message: `cannot write: ${code ?? message}`, file: path ?? folder, hint })],
      5,
    );
  }
}

/** Makes a folder and those above it. @returns those that were not there, the outermost first. */
async function makeFolders(folder: string): Promise<string[]> {
  const first = await mkdir(folder, { recursive: true });
  if (first === undefined) return [];
  const made: string[] = [];
  for (let at = folder; at.length >= first.length; at = dirname(at)) made.unshift(at);
  return made;
}
