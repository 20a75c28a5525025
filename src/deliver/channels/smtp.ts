import type { Channel, ChannelFactory } from '../channel.ts';

/** Sends by SMTP through one server, over a few connections. */
export const smtp: ChannelFactory = {
  label: 'SMTP, through the server that SMTP_URL names',
  create(options): Channel {
    let channel: Channel | null = null;
    return {
      async open() {
        const { createSmtp } = await import('../smtp/channel.ts');
        const { signerFrom } = await import('../smtp/dkim.ts');
        const { limitsFrom } = await import('../smtp/limits.ts');
        channel = createSmtp({
          server: options.smtp,
          limits: limitsFrom(options),
          signer: signerFrom(options),
        });
        await channel.open();
      },
      send(envelope, begin, check, settled) {
        if (channel === null) throw new Error('the channel is not open');
        return channel.send(envelope, begin, check, settled);
      },
      async close() {
        await channel?.close();
      },
    };
  },
};
