import { type FSWatcher, watch } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ownTemplates } from '../../config/settings-table.ts';
import { UserError } from '../../diagnostic/index.ts';
import type { ExitCode } from '../exit.ts';
import { type Places, type PreviewRequest, renderMails } from './render.ts';
import { type Assets, resourceOf, type Shown } from './resources.ts';
import { serve } from './server.ts';

/** Editors write a file in several steps; after this many milliseconds of quiet the mails are made again. */
const QUIET = 120;

/**
 * Serves the page and makes the mails again whenever a template or a subscription changes, until SIGINT or SIGTERM. A fault
 * in a template is shown on the page, beside the mails as they were.
 */
export async function watchAndServe(
  port: number,
  request: PreviewRequest,
  places: Places,
  first: Shown,
): Promise<{ url: string; ended: Promise<ExitCode> }> {
  const read = (name: string) => readFile(join(ownTemplates, 'preview', name), 'utf8');
  const assets: Assets = {
    'page.html': await read('page.html'),
    'app.js': await read('app.js'),
    'app.css': await read('app.css'),
  };
  let shown = first;
  const server = await serve(port, (url) => resourceOf(url, assets, shown));
  let work = Promise.resolve();
  const again = async (): Promise<void> => {
    shown = await renderMails(request).catch((error) => {
      if (!(error instanceof UserError)) throw error;
      return { mails: shown.mails, diagnostics: error.diagnostics };
    });
    server.reload();
  };
  let timer: NodeJS.Timeout | undefined;
  const changed = (): void => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      // An error of ours must not end the preview while somebody is typing; it shows in the terminal.
      work = work.then(again).catch((error) => void process.stderr.write(`${error?.stack ?? error}\n`));
    }, QUIET);
  };
  const watchers = [places.templates, places.subscriptions].flatMap((folder): FSWatcher[] => {
    try {
      return [watch(folder, { recursive: true }, changed).on('error', () => {})];
    } catch {
      // A folder that is not there cannot change.
      return [];
    }
  });
  const ended = new Promise<ExitCode>((resolve) => {
    const stop = async (code: ExitCode): Promise<void> => {
      clearTimeout(timer);
      for (const watcher of watchers) watcher.close();
      await work;
      await server.close();
      resolve(code);
    };
    process.once('SIGINT', () => void stop(130));
    process.once('SIGTERM', () => void stop(143));
  });
  return { url: server.url, ended };
}
