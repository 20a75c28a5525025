import { Feed } from 'feed';
import type { Output } from '../output.ts';
import type { FeedItem } from './feed-items.ts';
import { feedOptions, feedSource } from './feed-source.ts';

const file = 'feed.json';

/**
 * JSON Feed 1.1 (https://www.jsonfeed.org/version/1.1/). `feed` writes version 1.0, whose `author` became the list
 * `authors` and which has no `language`; its document is read and brought to 1.1. Texts are plain: JSON escapes itself.
 */
export const jsonFeed: Output = {
  label: 'JSON Feed 1.1',
  file,
  mediaType: 'application/feed+json',
  kinds: ['all', 'topic', 'query', 'subscriber', 'weeks', 'months'],
  feed: true,
  render(collection, context) {
    const source = feedSource(collection, context, file);
    const feed = new Feed({
      ...feedOptions(source, (plain) => plain),
      ...(source.self === null ? {} : { feedLinks: { json: source.self } }),
    });
    for (const item of source.items) feed.addItem(jsonItem(item));
    const { version: _, items, ...head } = JSON.parse(feed.json1());
    const document = {
      version: 'https://jsonfeed.org/version/1.1',
      ...head,
      language: source.language,
      // What JSON Feed has in place of RFC 5005: each document leads to the next older one.
      ...(source.older === null ? {} : { next_url: source.older }),
      items: items.map((item: object, index: number) => ({
        ...item,
        ...authorsOf(source.items[index]),
        _paperboy: source.items[index]!.about,
      })),
    };
    return `${JSON.stringify(document, null, 2)}\n`;
  },
};

function jsonItem(item: FeedItem) {
  return {
    id: item.id,
    title: item.title,
    link: item.link,
    date: item.updated,
    published: item.published,
    description: item.summary,
    content: item.html,
    ...(item.topics.length > 0 ? { category: item.topics.map((name) => ({ name })) } : {}),
  };
}

function authorsOf(item: FeedItem | undefined): { authors?: { name: string }[] } {
  const authors = (item?.creators ?? []).map((name) => ({ name }));
  return authors.length > 0 ? { authors } : {};
}
