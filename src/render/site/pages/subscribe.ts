import { relative } from '../address.ts';
import { type FeedPlace, feedLinks, frame } from '../frame.ts';
import type { Site } from '../site.ts';
import { feedOf } from './topics.ts';

const FILE = 'subscribe/index.html';

/** Every feed that there is, in each of its formats. */
export function subscribePage(site: Site): string {
  const { strings, templates, library } = site;
  const { subscribe: words, topics, roundUp } = strings.words;
  const groups: [string, FeedPlace[]][] = [
    [words.everything, [{ kind: 'all', title: words.everything, folder: 'all' }]],
    [topics.title, library.topics.map(feedOf)],
    [topics.queries, library.queries.map(feedOf)],
    [topics.subscribers, library.subscribers.map(feedOf)],
    [
      words.roundUps,
      (['weeks', 'months'] as const).map((folder) => ({ kind: folder, title: roundUp[folder], folder })),
    ],
  ];
  const main = templates.render('subscribe', {
    title: words.title,
    text: words.text,
    mail: site.signUpUrl === undefined ? null : { href: site.signUpUrl, text: words.byMail, title: words.mailTitle },
    howTitle: words.howTitle,
    how: words.how,
    list: words.list,
    opmlText: words.opmlText,
    opml: { text: words.opml, href: relative(FILE, 'feeds.opml') },
    groups: groups
      .filter(([, feeds]) => feeds.length > 0)
      .map(([title, feeds]) => ({
        title,
        feeds: feeds.map((feed) => ({ title: feed.title, links: feedLinks(FILE, feed) })),
      })),
  });
  const all = groups.flatMap(([, feeds]) => feeds);
  return frame(site, { file: FILE, title: words.title, nav: 'subscribe', feeds: all }, main);
}
