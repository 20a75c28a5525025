import { Feed } from 'feed';
import type { Output } from '../output.ts';
import { papersUrl } from '../paper.ts';
import { element, readXml, writeHtml, writeXml, type XmlNode, xmlText } from '../xml.ts';
import type { FeedItem } from './feed-items.ts';
import { type FeedSource, feedOptions, feedSource } from './feed-source.ts';
import { addHistory, child } from './feed-tree.ts';

const file = 'atom.xml';
const mediaType = 'application/atom+xml';

/**
 * Atom (RFC 4287), through `feed`. Titles stay `type="html"`, as `feed` writes them, and are therefore escaped as HTML:
 * `type="text"` would be plainer, but the W3C validator takes a literal `</script>` or `&lt;` in it for undeclared
 * HTML and warns. Only `&`, `<` and `>` are escaped, so that a reader that ignores the type is right most of the time.
 *
 * `feed` has no `xml:lang`, no related links and no history, and does not escape `<` in a category. These are added to the
 * tree of what it wrote; its text is not searched or cut.
 */
export const atom: Output = {
  label: 'Atom',
  file,
  mediaType,
  kinds: ['all', 'topic', 'query', 'subscriber', 'weeks', 'months'],
  feed: true,
  render(collection, context) {
    const source = feedSource(collection, context, file);
    // RFC 4287, 4.1.1: a feed with an author may have entries without one.
    const author = { name: 'Hugging Face Daily Papers', link: papersUrl };
    const feed = new Feed({
      ...feedOptions(source, xmlText),
      author,
      ...(source.self === null ? {} : { feed: source.self }),
    });
    for (const item of source.items) {
      feed.addItem({
        title: writeHtml([item.title]),
        id: item.id,
        link: item.link,
        date: item.updated,
        published: item.published,
        description: writeHtml([item.summary]),
        content: item.html,
        ...(item.creators.length > 0 ? { author: item.creators.map((name) => ({ name: xmlText(name) })) } : {}),
      });
    }
    const document = readXml(feed.atom1());
    amend(document, source);
    return writeXml(document);
  },
};

function amend(document: XmlNode, source: FeedSource): void {
  const root = child(document, 'feed');
  root.attributes = { ...root.attributes, 'xml:lang': source.language };
  const entries = (root.elements ?? []).filter((node) => node.name === 'entry');
  for (const [index, entry] of entries.entries()) {
    entry.elements = [...(entry.elements ?? []), ...moreOf(source.items[index]!)];
  }
  addHistory(document, root, root, 'link', source, mediaType);
}

const moreOf = ({ related, topics }: FeedItem): XmlNode[] => [
  ...related.map(({ url, name }) => element('link', { rel: 'related', href: url, title: name })),
  ...topics.map((term) => element('category', { term, label: term })),
];
