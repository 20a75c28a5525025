import { join } from 'node:path';
import { diagnostic, UserError } from '../diagnostic/index.ts';

/** What to do about a damaged state, in one sentence. */
const mend =
  'nothing was changed and nobody was mailed; restore it from git or a backup, or see what can be saved with paperboy archive repair';

/** A part of the state that should be there is not. */
export const missing = (folder: string, path: string): UserError =>
  new UserError(
    [
      diagnostic('state-missing', {
        message: `the archive lacks its file ${path}`,
        file: join(folder, path),
        hint: mend,
      }),
    ],
    5,
  );

/** A part of the state is not what was written. */
export const corrupt = (file: string, why: string): UserError =>
  new UserError([diagnostic('state-corrupt', { message: `the archive is damaged: ${why}`, file, hint: mend })], 5);

/** The state cannot be written; what was there before is still whole. */
export const unwritable = (file: string, error: unknown): UserError => {
  const code = (error as NodeJS.ErrnoException).code ?? String(error);
  return new UserError([diagnostic('state-unwritable', { message: `cannot write the state: ${code}`, file })], 5);
};

/** The index says that a paper is where none is: it is damaged, the state is not. */
export const misplaced = (day: string): UserError =>
  new UserError(
    [
      diagnostic('index-damaged', {
        severity: 'error',
        message: `the index of papers does not fit the papers of ${day}`,
        hint: 'remove the folder cache beside the state; it is made anew. Nothing was changed',
      }),
    ],
    5,
  );

/** Nothing of a state can be saved. */
export const nothingLeft = (folder: string): UserError =>
  new UserError(
    [
      diagnostic('state-missing', {
        message: 'nothing of the archive can be saved',
        file: folder,
        hint: 'restore it from git or a backup; or remove the folder and take the dumps in again without mailing anybody, with paperboy run --backfill',
      }),
    ],
    5,
  );

/** A file that the manifest does not name. */
export const stray = (file: string): UserError =>
  new UserError(
    [
      diagnostic('state-corrupt', {
        message: 'the archive is damaged: the manifest does not name this file',
        file,
        hint: 'when an older state was restored, remove what is newer (git clean -f out/state); nothing was changed and nobody was mailed',
      }),
    ],
    5,
  );

/** A state of another version. */
export const outdated = (folder: string, schema: string): UserError =>
  new UserError(
    [
      diagnostic('state-outdated', {
        message: `the state has the form ${schema}, not that of this version of Paperboy`,
        file: folder,
        hint: 'an older one is brought up to date by paperboy archive migrate, or by the next paperboy run; for a newer one update Paperboy. Nothing was changed',
      }),
    ],
    5,
  );
