import type { ChannelFactory } from '../channel.ts';
import { directory } from './directory.ts';
import { smtp } from './smtp.ts';
import { webhook } from './webhook.ts';

/** Every way out there is. The key is the channel's name on the command line and in the ledger. */
export const channels = { directory, smtp, webhook } satisfies Record<string, ChannelFactory>;

/** Their names. */
export const channelNames: readonly string[] = Object.keys(channels);
