import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { RunReport } from '../model/index.ts';

/** What a person may open after a run: path and what it shows. */
export function whatToOpen(out: string, { digests }: RunReport): (readonly [string, string])[] {
  const mails = digests
    .filter(({ status }) => status === 'preview')
    .map(
      ({ subscription }) =>
        [join(out, 'mail', 'preview', subscription, 'digest.html'), `the mail for ${subscription}`] as const,
    );
  const shared = [
    [join(out, 'public', 'index.html'), 'the site: papers by day and topic, a search'],
    [join(out, 'mail', 'outbox'), 'the mails, as .eml files'],
    [join(out, 'public', 'all', 'papers.md'), 'all papers, as Markdown'],
    [join(out, 'public', 'all', 'atom.xml'), 'all papers, for a feed reader'],
  ] as const;
  const [site, ...others] = shared;
  return [site, ...mails, ...others].filter(([path]) => existsSync(path));
}
