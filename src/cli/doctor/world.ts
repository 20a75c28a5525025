import { execFile } from 'node:child_process';
import { Resolver } from 'node:dns/promises';
import { statfs } from 'node:fs/promises';
import { promisify } from 'node:util';
import type { Environment } from '../../config/settings.ts';
import type { SmtpServer } from '../../deliver/channel.ts';
import type { SmtpLimits } from '../../deliver/smtp/limits.ts';
import type { SmtpProbe } from '../../deliver/smtp/probe.ts';

/** What DNS is asked. A name without such a record gives `[]`. @throws Error with a `code` when there is no answer. */
export interface Dns {
  txt(name: string): Promise<string[]>;
  /** Hosts that take mail; an empty name says that the domain takes none (RFC 7505). */
  mx(name: string): Promise<string[]>;
}

/** What a check may ask of the world; tests bring their own. */
export interface World {
  env: Environment;
  nodeVersion: string;
  now: Date;
  /** `null`: the network is left alone. */
  network: {
    dns: Dns;
    smtp(server: SmtpServer, limits: SmtpLimits): Promise<SmtpProbe>;
    /** The status that an address answers a HEAD with. @throws Error with a `code`. */
    head(url: string): Promise<number>;
  } | null;
  /** What is asked for by name only, since others see it. */
  asks: ReadonlySet<string>;
  /** @throws Error when git is not there or fails. */
  git(cwd: string, ...args: string[]): Promise<string>;
  /** Free bytes where a folder lies; `null`: not known. */
  space(folder: string): Promise<number | null>;
}

/** The real world. */
export function realWorld({
  env,
  offline,
  asks,
}: {
  env: Environment;
  offline: boolean;
  asks: readonly string[];
}): World {
  return {
    env,
    nodeVersion: process.versions.node,
    now: new Date(),
    network: offline ? null : { dns: realDns(), smtp, head },
    asks: new Set(asks),
    git,
    space: async (folder) => {
      const found = await statfs(folder).catch(() => null);
      return found === null ? null : found.bavail * found.bsize;
    },
  };
}

function realDns(): Dns {
  const resolver = new Resolver({ timeout: 3_000, tries: 2 });
  const orNone = <T>(answer: Promise<T[]>): Promise<T[]> =>
    answer.catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENODATA' || error.code === 'ENOTFOUND') return [];
      throw error;
    });
  return {
    // A long text comes in pieces of 255 bytes, which belong together (RFC 7208, 3.3).
    txt: async (name) => (await orNone(resolver.resolveTxt(name))).map((pieces) => pieces.join('')),
    mx: async (name) => (await orNone(resolver.resolveMx(name))).map(({ exchange }) => exchange),
  };
}

const smtp = async (server: SmtpServer, limits: SmtpLimits): Promise<SmtpProbe> =>
  (await import('../../deliver/smtp/probe.ts')).probeSmtp(server, limits);

async function head(url: string): Promise<number> {
  const response = await fetch(url, { method: 'HEAD', redirect: 'manual', signal: AbortSignal.timeout(15_000) });
  return response.status;
}

const run = promisify(execFile);

async function git(cwd: string, ...args: string[]): Promise<string> {
  const env = { ...process.env, GIT_TERMINAL_PROMPT: '0', LC_ALL: 'C' };
  return (await run('git', args, { cwd, env, timeout: 30_000, maxBuffer: 1 << 26 })).stdout;
}
