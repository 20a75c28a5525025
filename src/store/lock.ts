import { createHash } from 'node:crypto';
import { realpath } from 'node:fs/promises';
import { createServer } from 'node:net';
import { basename, dirname, join, resolve } from 'node:path';
import { diagnostic, UserError } from '../diagnostic/index.ts';

/**
 * Takes the lock of a folder; one process on this host has it at a time.
 *
 * The lock must vanish with the process, however it ends. Node offers no `flock`; a lock file with a process id or a time
 * goes stale or is broken too early; a native module is a build step for everybody. A listening socket whose name is
 * derived from the folder is freed by the kernel: an abstract socket on Linux, a named pipe on Windows, a loopback
 * port elsewhere.
 *
 * @returns a function that frees it.
 * @throws UserError (exit 5) when another process has it.
 */
export async function takeLock(folder: string): Promise<() => Promise<void>> {
  const place = await canonical(folder).catch((error: NodeJS.ErrnoException) => {
    throw unwritable(folder, error.code ?? error.message);
  });
  const name = createHash('sha256').update(place).digest('hex');
  const server = createServer((socket) => socket.destroy());
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      reject(error.code === 'EADDRINUSE' ? locked(folder) : error),
    );
    server.listen(addressOf(name), resolve);
  });
  server.unref();
  return () => new Promise((resolve) => server.close(() => resolve()));
}

/** The one path of a folder, whatever links lead to it, also when it is not there yet: a lock makes nothing. */
async function canonical(folder: string): Promise<string> {
  const path = resolve(folder);
  return realpath(path).catch(async (error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error;
    return join(await canonical(dirname(path)), basename(path));
  });
}

function addressOf(name: string): { path: string } | { port: number; host: string } {
  if (process.platform === 'linux') return { path: `\0paperboy-${name.slice(0, 32)}` };
  if (process.platform === 'win32') return { path: `\\\\?\\pipe\\paperboy-${name.slice(0, 32)}` };
  return { port: 20_000 + (Number.parseInt(name.slice(0, 8), 16) % 12_000), host: '127.0.0.1' };
}

const unwritable = (folder: string, code: string): UserError =>
  new UserError([diagnostic('state-unwritable', { message: `cannot use the state folder: ${code}`, file: folder })], 5);

const locked = (folder: string): UserError =>
  new UserError(
    [
      diagnostic('locked', {
        message: 'another run is using this output folder',
        file: folder,
        hint: 'wait for it to end; the lock frees itself with that process',
      }),
    ],
    5,
  );
