import type { Channel } from '../deliver/channel.ts';
import type { Subscription } from '../model/index.ts';
import { Breaker } from './breaker.ts';
import { channelOf } from './digests.ts';

/** A channel that is open, and the breaker that watches it. */
export interface Way {
  channel: Channel;
  breaker: Breaker;
}

/** The channels of a run. */
export interface Ways {
  of(name: string): Way;
  /** Lets go of all; messages under way get their outcome first. */
  close(): Promise<void>;
}

/** What {@link openWays} needs. */
export interface WaysOptions {
  subscriptions: readonly Subscription[];
  /** The channel of subscriptions that name none, and whether it is for all. */
  channel: string;
  forced?: boolean;
  /** `true`: nothing is to be sent, so none is opened. */
  dryRun?: boolean;
  create(name: string): Channel;
  sleep(milliseconds: number): Promise<void>;
}

/** How long a run waits after a fault of a server that had taken messages before, in milliseconds. */
const waits = [1_000, 5_000, 20_000];

/**
 * Opens the channels that the subscriptions need; without subscriptions the default one, so that what is wrong with it
 * shows. Without a way out nothing is begun.
 * @throws UserError when one cannot be opened; then none is.
 */
export async function openWays(options: WaysOptions): Promise<Ways> {
  const names = new Set(options.subscriptions.map((subscription) => channelOf(subscription, options)));
  if (names.size === 0) names.add(options.channel);
  const ways = new Map<string, Way>();
  const close = async (): Promise<void> => {
    await Promise.all([...ways.values()].map(({ channel }) => channel.close()));
  };
  try {
    for (const name of [...names].sort()) {
      const channel = options.create(name);
      if (options.dryRun !== true) await channel.open();
      ways.set(name, { channel, breaker: new Breaker(waits, options.sleep) });
    }
  } catch (error) {
    await close();
    throw error;
  }
  return { of: (name) => ways.get(name)!, close };
}
