import type { ChannelFactory } from '../channel.ts';
import { directory } from './directory.ts';
import { smtp } from './smtp.ts';

/** Every way out there is. The key is the channel's name on the command line and in the ledger. */
export const channels = { directory, smtp } satisfies Record<string, ChannelFactory>;
