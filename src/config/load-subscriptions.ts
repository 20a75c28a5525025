import { open, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { diagnostic } from '../diagnostic/index.ts';
import type { Diagnostic, Subscription } from '../model/index.ts';
import { withSubscribers } from './subscribers.ts';
import { parseSubscription } from './subscriptions.ts';
import { maxBytes } from './yaml.ts';

/** The subscriptions there are. */
export interface Loaded {
  subscriptions: Subscription[];
  /** Ids by which files with errors would be known. */
  unread: string[];
  diagnostics: Diagnostic[];
}

/**
 * Reads every `*.yaml` and `*.yml` of a folder, in the order of their names. A broken file is reported and the others
 * are loaded all the same, and the ids by which its file would be known stand in `unread`; of two files with one id the
 * first counts. Hidden files and subfolders are left alone.
 * @param secret what `PAPERBOY_SUBSCRIBERS` holds: addresses by id, and whole subscriptions (`subscribers.ts`).
 */
export async function loadSubscriptions(folder: string, secret?: string): Promise<Loaded> {
  return withSubscribers(await loadFolder(folder, (secret ?? '') !== ''), secret ?? '');
}

async function loadFolder(folder: string, besides: boolean): Promise<Loaded> {
  const subscriptions: Subscription[] = [];
  const unread: string[] = [];
  const diagnostics: Diagnostic[] = [];
  let names: string[];
  try {
    names = (await readdir(folder)).filter((name) => /^[^.].*\.ya?ml$/i.test(name)).sort();
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    const message =
      code === 'ENOENT'
        ? 'there is no folder of subscriptions, so nobody gets a digest'
        : `the folder of subscriptions cannot be read: ${code}`;
    // No folder means no subscribers: the feeds of everything are made all the same.
    const severity = code === 'ENOENT' ? 'warning' : 'error';
    if (code === 'ENOENT' && besides) return { subscriptions, unread, diagnostics };
    const hint = code === 'ENOENT' ? '`paperboy init` sets a folder up; --subscriptions names another' : null;
    return {
      subscriptions,
      unread,
      diagnostics: [diagnostic('subscription-unreadable', { message, file: folder, severity, hint })],
    };
  }
  const taken = new Map<string, string>();
  for (const name of names) {
    const source = join(folder, name);
    const text = await readText(source);
    if (typeof text !== 'string') {
      diagnostics.push(text);
      unread.push(stemOf(name));
      continue;
    }
    const { subscription, diagnostics: found } = parseSubscription(text, source);
    diagnostics.push(...found);
    if (subscription === null) {
      unread.push(stemOf(name));
      continue;
    }
    const other = taken.get(subscription.id);
    if (other !== undefined) {
      const message = `the id "${subscription.id}" is taken by ${other}`;
      diagnostics.push(diagnostic('subscription-duplicate', { message, file: source }));
      continue;
    }
    taken.set(subscription.id, source);
    subscriptions.push(subscription);
  }
  return { subscriptions, unread, diagnostics };
}

/** Reads one file. @throws never; a file that cannot be read gives a diagnostic. */
export async function readSubscription(
  source: string,
): Promise<{ subscription: Subscription | null; diagnostics: Diagnostic[] }> {
  const text = await readText(source);
  return typeof text === 'string' ? parseSubscription(text, source) : { subscription: null, diagnostics: [text] };
}

const stemOf = (name: string): string => name.replace(/\.ya?ml$/i, '').toLowerCase();

async function readText(source: string): Promise<string | Diagnostic> {
  const unreadable = (message: string) => diagnostic('subscription-unreadable', { message, file: source });
  try {
    const file = await open(source, 'r');
    try {
      if (!(await file.stat()).isFile()) return unreadable('this is not a file');
      // One byte more than allowed is enough to know, however large the file is.
      const { buffer, bytesRead } = await file.read(Buffer.alloc(maxBytes + 1), 0, maxBytes + 1, 0);
      if (bytesRead > maxBytes) return unreadable(`the file is larger than ${maxBytes / 1024} KB`);
      return new TextDecoder('utf-8', { fatal: true }).decode(buffer.subarray(0, bytesRead));
    } finally {
      await file.close();
    }
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return unreadable(
      code === 'ERR_ENCODING_INVALID_ENCODED_DATA' ? 'the file is not UTF-8' : `cannot be read: ${code}`,
    );
  }
}
