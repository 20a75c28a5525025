import { stat } from 'node:fs/promises';
import type { Settings } from '../config/settings.ts';
import { readSubscription } from '../config/subscriptions.ts';
import { UserError } from '../diagnostic/index.ts';
import type { Instant, Subscription } from '../model/index.ts';
import { usage } from './command.ts';
import { loadEverybody } from './everybody.ts';

/**
 * The subscription that a text names: a file, or the id of one in the folder or in the store of subscribers.
 * @throws UserError (exit 2) when there is none, or it has errors.
 */
export async function subscriptionCalled(
  name: string,
  settings: Pick<Settings, 'subscriptionsDir' | 'outDir' | 'serverUrl'>,
  now: Instant,
): Promise<Subscription> {
  const isFile = await stat(name).then(
    (found) => found.isFile(),
    () => false,
  );
  if (isFile) {
    const { subscription, diagnostics } = await readSubscription(name);
    if (subscription === null) throw new UserError(diagnostics, 2);
    return subscription;
  }
  const { subscriptions, unread, diagnostics } = await loadEverybody(settings, process.env, now);
  const found = subscriptions.find(({ id }) => id === name.toLowerCase());
  if (found !== undefined) return found;
  if (unread.includes(name.toLowerCase())) throw new UserError(diagnostics, 2);
  throw usage(
    `no subscription ${JSON.stringify(name)}`,
    subscriptions.map(({ id }) => id).join(', ') || `a file, or a subscription in ${settings.subscriptionsDir}`,
  );
}
