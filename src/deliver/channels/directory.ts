import { access, mkdir, open, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { diagnostic, UserError } from '../../diagnostic/index.ts';
import type { Channel, ChannelFactory, Outcome } from '../channel.ts';

/**
 * Writes each message as `MESSAGEKEY.eml` into the outbox folder, where another program or a person picks it up. A
 * file that is there already was sent before: the name is the delivery's key, so nothing goes out twice.
 */
export const directory: ChannelFactory = {
  label: 'one .eml file per message in the outbox folder',
  create: ({ outbox }): Channel => ({
    async open() {
      try {
        await mkdir(outbox, { recursive: true });
        // A write probe: a full disk or a read-only folder shows here, before anything is recorded as attempted.
        const probe = join(outbox, '.probe.tmp');
        await writeDurably(probe, Buffer.from('probe\n'));
        await rm(probe);
      } catch (error) {
        const message = `cannot write into the outbox: ${codeOf(error)}`;
        throw new UserError([diagnostic('outbox-unwritable', { message, file: outbox })], 2);
      }
    },

    async send(envelope, begin): Promise<Outcome> {
      const { buildEml } = await import('../envelope.ts');
      const bytes = await buildEml(envelope);
      const name = `${envelope.message.messageKey}.eml`;
      const path = join(outbox, name);
      // One fixed temporary name per message: what a killed run left behind is overwritten, not collected.
      const temporary = join(outbox, `.${name}.tmp`);
      let renamed = false;
      try {
        if (await exists(path)) return { state: 'sent', detail: `${name} was there already`, serverWide: false };
        await writeDurably(temporary, bytes);
      } catch (error) {
        await rm(temporary, { force: true }).catch(() => {});
        return { state: 'deferred', detail: `${name}: ${codeOf(error)}`, serverWide: true };
      }
      await begin().catch(async (error) => {
        await rm(temporary, { force: true }).catch(() => {});
        throw error;
      });
      try {
        await rename(temporary, path);
        renamed = true;
        await syncFolder(outbox);
        return { state: 'sent', detail: name, serverWide: false };
      } catch (error) {
        if (!renamed) await rm(temporary, { force: true }).catch(() => {});
        // After the rename only the folder's fsync can have failed: the file is there now, but perhaps not after a
        // power cut. The next attempt finds out.
        return { state: renamed ? 'in-doubt' : 'deferred', detail: `${name}: ${codeOf(error)}`, serverWide: true };
      }
    },

    async close() {},
  }),
};

async function exists(path: string): Promise<boolean> {
  try {
    await access(path);
    return true;
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return false;
    throw error;
  }
}

async function writeDurably(path: string, bytes: Buffer): Promise<void> {
  // Mail is private: readable by its owner only.
  const file = await open(path, 'w', 0o600);
  try {
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
}

async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

function codeOf(error: unknown): string {
  return (error as NodeJS.ErrnoException | null)?.code ?? 'unknown error';
}
