import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { loadSubscriptions } from '../../config/load-subscriptions.ts';
import { usage } from '../command.ts';

/** `./` in a copy of Paperboy's repository, where the action is at hand; `null` elsewhere. */
export async function ownAction(folder: string): Promise<'./' | null> {
  const text = await readFile(join(folder, 'action.yml'), 'utf8').catch(() => '');
  return /^name: Paperboy$/m.test(text) ? './' : null;
}

/** The action of `--action`. @throws UserError (exit 2) when it is none, or one that could be moved to other code. */
export function readAction(text: string): string {
  if (text === './' || /^[A-Za-z0-9][\w-]*\/[\w.-]+(?:\/[\w./-]+)?@[0-9a-f]{40}$/.test(text)) return text;
  throw usage(
    '--action is not an action with the commit to use',
    'OWNER/REPO@SHA with all 40 digits of the SHA: a tag or a branch can be moved to other code; or ./',
  );
}

/** The variables that the subscriptions of a folder name for their addresses, in order. */
export async function addressNames(folder: string): Promise<string[]> {
  const { subscriptions } = await loadSubscriptions(folder);
  const names = subscriptions.flatMap(({ address }) => (address?.kind === 'env' ? address.name : []));
  return [...new Set(names)].sort();
}
