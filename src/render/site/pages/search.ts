import type { PaperRecord } from '../../../model/index.ts';
import { paperTitle } from '../../paper.ts';
import { oneLine } from '../../words.ts';
import { paperFile, relative } from '../address.ts';
import { frame, NAVIGATION } from '../frame.ts';
import type { Site } from '../site.ts';

const FILE = 'search/index.html';

/** Of a list of hundreds of authors, the index keeps the first. */
const MOST_AUTHORS = 30;

export const shardFile = (month: string): string => `search/${month}.js`;

/**
 * The page of the search. It changes when a month begins, for it names the months that there are. What the script says in words is
 * handed to it in the page, so that the script is the same in all languages.
 */
export function searchPage(site: Site, months: readonly string[]): string {
  const { strings, templates } = site;
  const { search: words, nav } = strings.words;
  const main = templates.render('search', {
    title: words.title,
    label: words.label,
    hint: words.hint,
    noScript: words.noScript,
    lookInstead: (['calendar', 'topics'] as const).map((key) => ({
      text: nav[key],
      href: relative(FILE, NAVIGATION[key]),
    })),
    months: [...months].join(' '),
    monthNames: [...months].map((month) => strings.month(month)).join('|'),
    locale: strings.lang,
    script: words.script,
  });
  return frame(site, { file: FILE, title: words.title, nav: 'search', scripts: ['assets/search.js'] }, main);
}

/**
 * The index of one month: a script that hands its rows to `search.js`. A script and not JSON, because a page opened from disk may
 * load scripts that lie beside it, but may not fetch. New papers write the shard of their month alone.
 * @param papers newest first.
 */
export function shard(site: Site, month: string, papers: readonly PaperRecord[]): string {
  const rows = papers.map((paper) => [
    relative(FILE, paperFile(paper)),
    oneLine(paperTitle(paper)),
    people(paper),
    site.gist(paper)?.text ?? '',
    site.chronicle
      .topicsOf(paper)
      .map(([topic]) => oneLine(topic))
      .join(' · '),
    site.strings.date(paper.firstSeen),
  ]);
  // One row a line: a new paper is one line of a diff.
  const lines = rows.map((row) => inScript(JSON.stringify(row)));
  return `paperboySearch(${JSON.stringify(month)},[\n${lines.join(',\n')}\n]);\n`;
}

function people(paper: PaperRecord): string {
  const organization =
    paper.organization === null ? '' : oneLine(paper.organization.name) || oneLine(paper.organization.handle);
  return [organization, paper.authors.slice(0, MOST_AUTHORS).map(oneLine).join(', ')]
    .filter((part) => part !== '')
    .join(' · ');
}

/** JSON as it may stand in any script, also one that somebody pastes into a page. */
const inScript = (json: string): string =>
  json.replace(/[<>&\u2028\u2029]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
