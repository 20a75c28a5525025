import { Feed, type Item } from 'feed';
import type { Output } from '../output.ts';
import { readXml, writeHtml, writeXml, xmlText } from '../xml.ts';
import type { FeedItem } from './feed-items.ts';
import { feedOptions, feedSource } from './feed-source.ts';
import { addHistory, child } from './feed-tree.ts';

const file = 'rss.xml';
const mediaType = 'application/rss+xml';

/**
 * RSS 2.0 after the RSS Advisory Board's profile, through `feed`. What `feed` writes badly is given to it as extensions,
 * which it copies into the item as xml-js elements and which win over its own: the title and the authors. Without a
 * site there is no address of our own, hence no `atom:link`, and the channel links to the Daily Papers.
 */
export const rss: Output = {
  label: 'RSS 2.0',
  file,
  mediaType,
  kinds: ['all', 'topic', 'query', 'subscriber', 'weeks', 'months'],
  feed: true,
  render(collection, context) {
    const source = feedSource(collection, context, file);
    const feed = new Feed({ ...feedOptions(source, xmlText), ...(source.self === null ? {} : { feed: source.self }) });
    for (const item of source.items) feed.addItem(rssItem(item));
    const document = readXml(feed.rss2());
    const root = child(document, 'rss');
    addHistory(document, root, child(root, 'channel'), 'atom:link', source, mediaType);
    return writeXml(document);
  },
};

function rssItem(item: FeedItem): Item {
  return {
    title: item.title,
    guid: xmlText(item.id),
    link: item.link,
    date: item.published,
    // Readers take a description as HTML, a title as plain text; the description goes out in CDATA.
    description: writeHtml([item.summary]),
    content: item.html,
    category: item.topics.map((topic) => ({ name: xmlText(topic) })),
    extensions: [
      // Not CDATA, of which `feed` escapes only the first `]]>`.
      { name: 'title', objects: { _text: xmlText(item.title) } },
      // Not `author`, which must hold an e-mail address. `xmlns:dc` is declared because each item has content.
      ...(item.creators.length > 0
        ? [{ name: 'dc:creator', objects: repeated(item.creators.map((name) => ({ _text: xmlText(name) }))) }]
        : []),
    ],
  };
}

/** xml-js takes an array as an element repeated; the type of `feed` knows only one. */
function repeated(elements: { _text: string }[]): Record<string, unknown> {
  return elements as unknown as Record<string, unknown>;
}
