import { join } from 'node:path';
import { diagnostic, UserError } from '../diagnostic/index.ts';
import type { Diagnostic } from '../model/index.ts';

/** What git says when it fails. */
export interface GitError extends Error {
  stderr: string;
  code?: string | number;
}

interface Place {
  out: string;
}

interface Remote {
  remote: string;
}

const firstLine = (text: string): string => text.trim().split('\n')[0] ?? '';

export const failed = (error: GitError): UserError => {
  if (error.code === 'ENOENT') return setting('git is not installed');
  return setting(`git says: ${firstLine(error.stderr ?? error.message)}`);
};

const setting = (message: string): UserError =>
  new UserError(
    [
      diagnostic('claim-impossible', {
        message: `the right to send cannot be claimed: ${message}`,
        hint: 'the output folder must lie in a git repository, on a branch, with a remote that takes pushes',
      }),
    ],
    2,
  );

export const claimed = ({ out }: Place, holder: string): UserError =>
  new UserError(
    [
      diagnostic('claimed', {
        message: `${holder} has claimed the right to send`,
        file: join(out, 'claim.json'),
        hint: 'wait for it to end; if that machine is gone, remove the file in a commit of its own and push it',
      }),
    ],
    5,
  );

export const behind = ({ out }: Place, why: string): UserError =>
  new UserError(
    [
      diagnostic('claim-behind', {
        message: `the state here is not that of the remote: ${why}`,
        file: out,
        hint: 'git pull, or git push, then run again; nothing was sent',
      }),
    ],
    5,
  );

export const notReleased = ({ remote }: Remote, why: string): Diagnostic =>
  diagnostic('claim-held', {
    message: `what was sent is recorded here, but could not be pushed to ${remote}: ${firstLine(why)}`,
    hint: 'push it by hand; until then no other machine sends',
  });
