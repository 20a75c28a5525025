import { stat } from 'node:fs/promises';
import { loadSubscriptions, readSubscription } from '../config/load-subscriptions.ts';
import { UserError } from '../diagnostic/index.ts';
import type { Subscription } from '../model/index.ts';
import { usage } from './command.ts';
import { environment } from './environment.ts';

/**
 * The subscription that a text names: a file, or the id of one in the folder.
 * @throws UserError (exit 2) when there is none, or it has errors.
 */
export async function subscriptionCalled(name: string, folder: string): Promise<Subscription> {
  const isFile = await stat(name).then(
    (found) => found.isFile(),
    () => false,
  );
  if (isFile) {
    const { subscription, diagnostics } = await readSubscription(name);
    if (subscription === null) throw new UserError(diagnostics, 2);
    return subscription;
  }
  const { subscriptions, unread, diagnostics } = await loadSubscriptions(folder, environment().PAPERBOY_SUBSCRIBERS);
  const found = subscriptions.find(({ id }) => id === name.toLowerCase());
  if (found !== undefined) return found;
  if (unread.includes(name.toLowerCase())) throw new UserError(diagnostics, 2);
  throw usage(
    `no subscription ${JSON.stringify(name)}`,
    subscriptions.map(({ id }) => id).join(', ') || `a file, or a subscription in ${folder}`,
  );
}
