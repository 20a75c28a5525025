import { join } from 'node:path';
import type { Environment, Settings } from '../config/settings.ts';
import type { Channel } from '../deliver/channel.ts';
import { channelNames, channels } from '../deliver/channels/index.ts';
import { type AddressKeys, addressKeys } from '../deliver/suppression.ts';
import { diagnostic, UserError } from '../diagnostic/index.ts';
import type { Instant, Subscription } from '../model/index.ts';
import type { Effects } from '../pipeline/effects.ts';
import { openPlanner } from '../pipeline/look.ts';
import type { Claim } from '../store/git.ts';
import type { Store } from '../store/store.ts';
import { usage } from './command.ts';

/** The channel of a name, with what it may use. */
export function channelNamed(
  name: string,
  { out, settings, env }: { out: string; settings: Pick<Settings, 'smtp'>; env: Environment },
): Channel {
  if (!Object.hasOwn(channels, name))
    throw usage(`there is no channel ${JSON.stringify(name)}`, channelNames.join(', '));
  return channels[name as keyof typeof channels].create({
    outbox: join(out, 'mail', 'outbox'),
    smtp: settings.smtp,
    variable: (variable) => env[variable] || null,
  });
}

/** What a function makes of `PAPERBOY_KEY`. @throws UserError (exit 2), which never repeats a key. */
export function keysBy<T>(read: (text: string) => T, env: Environment): T {
  try {
    return read(env.PAPERBOY_KEY ?? '');
  } catch (error) {
    const message = `PAPERBOY_KEY cannot be used: ${(error as Error).message}`;
    throw new UserError([diagnostic('setting-invalid', { message, hint: 'for instance: openssl rand -hex 32' })], 2);
  }
}

/** The keys of addresses that must be remembered. @throws UserError (exit 2). */
export const readKeys = (env: Environment): AddressKeys => keysBy(addressKeys, env);

/** The subscriptions that were asked for. @throws UserError (exit 2) when one is not there. */
export function chosen(all: readonly Subscription[], only: readonly string[]): Subscription[] {
  const unknown = only.find((id) => all.every((subscription) => subscription.id !== id));
  if (unknown !== undefined) throw usage(`there is no subscription ${JSON.stringify(unknown)}`);
  return all.filter(({ id }) => only.length === 0 || only.includes(id));
}

/** Effects that change nothing, for a dry run. */
export const nothing = ({ store }: Effects): Pick<Effects, 'store' | 'write' | 'prune'> => ({
  store: { ...store, commit: async () => [] },
  write: async () => null,
  prune: async () => [],
});

export const nothingYet = (file: string): UserError =>
  new UserError(
    [
      diagnostic('state-missing', {
        message: 'there is no archive here yet, so there is nothing to send',
        file,
        hint: 'paperboy run takes dumps in',
      }),
    ],
    5,
  );

/**
 * Claims the right to send on a git remote, in the name of this machine, or in that of the environment.
 * @throws UserError (exit 5) also for a state that is damaged: the end of a claim pushes the state, and would put the
 * damage where it is to be restored from.
 */
export async function claimOn(
  remote: string,
  store: Store,
  { out, now, env }: { out: string; now: Instant; env: Environment },
): Promise<Claim> {
  const { takeClaim } = await import('../store/git.ts');
  const { hostname } = await import('node:os');
  if ((await store.open({ whole: true })) !== null) await openPlanner(store, 'smtp');
  const given = env.PAPERBOY_CLAIM_NAME || null;
  return takeClaim({ out, remote, name: given ?? hostname(), byClone: given === null, now });
}
