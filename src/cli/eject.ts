import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { ownTemplates } from '../config/settings-table.ts';
import { diagnostic, UserError } from '../diagnostic/index.ts';
import { OVERRIDES, TEMPLATE_FILES } from '../render/email/index.ts';
import { replaceFile } from '../store/atomic.ts';

/** The templates there are. */
export const templateFiles = TEMPLATE_FILES;

/**
 * Copies templates that ship into a folder. What is there stays, unless `force`.
 * @param files names of {@link templateFiles}; none: all.
 * @param subscription an id: into the place of that subscription's own templates.
 * @throws UserError (exit 5) when the folder cannot be written.
 */
export async function ejectTemplates(
  files: readonly string[],
  folder: string,
  subscription: string | null,
  force: boolean,
): Promise<{ written: string[]; kept: string[] }> {
  const place = subscription === null ? join(folder, 'email') : join(folder, 'email', OVERRIDES, subscription);
  const written: string[] = [];
  const kept: string[] = [];
  for (const name of files.length > 0 ? files : templateFiles) {
    const path = join(place, name);
    const there = await stat(path).then(
      () => true,
      () => false,
    );
    if (there && !force) {
      kept.push(path);
      continue;
    }
    await replaceFile(path, await readFile(join(ownTemplates, 'email', name))).catch((error: NodeJS.ErrnoException) => {
      const message = `cannot write: ${error.code ?? error.message}`;
      throw new UserError([diagnostic('state-unwritable', { message, file: path })], 5);
    });
    written.push(path);
  }
  return { written, kept };
}
