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

/** A state of an earlier version. */
export const outdated = (folder: string, schema: string): UserError =>
  new UserError(
    [
      diagnostic('state-outdated', {
        message: `the state has the form ${schema}, which this version of Paperboy brings up to date first`,
        file: folder,
        hint: 'paperboy archive migrate, or the next paperboy run, does it; nothing was changed',
      }),
    ],
    5,
  );
