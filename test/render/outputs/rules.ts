import type { Element } from '@xmldom/xmldom';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { assertWellFormed } from './readers.ts';

/**
 * The rules of the W3C feed validator that can be checked without it, errors and warnings alike, as far as they concern what
 * these feeds say. What cannot be met is not among them: an RSS title is plain text, and the validator warns (ContainsHTML) of
 * a title that itself contains the end tag of an HTML element or an entity. Titles of that kind are left literal.
 */
export function feedFaults(text: string): string[] {
  if (text.startsWith('{')) return jsonFaults(text);
  const root = assertWellFormed(text).documentElement!;
  const faults = text.startsWith('<?xml version="1.0" encoding="utf-8"?>') ? [] : ['no XML declaration'];
  return [...faults, ...(root.tagName === 'rss' ? rssFaults(root) : atomFaults(root))];
}

const children = (of: Element, name: string): Element[] =>
  [...of.childNodes].filter((node) => node.nodeName === name).map((node) => node as Element);
const texts = (of: Element, name: string) => children(of, name).map((child) => (child.textContent ?? '').trim());

const rfc822 =
  /^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) \d{4} \d\d:\d\d:\d\d GMT$/;
const rfc3339 = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z$/;
const tagUri = /^tag:[a-z0-9.-]+,\d{4}(?:-\d\d(?:-\d\d)?)?:[\w\-.~%!$&'()*+,;=:@/?]+$/;
const isAbsolute = (url: string) => URL.canParse(url) && /^https?:/.test(url);

/** Collects what is wrong. */
class Judge {
  readonly faults: string[] = [];
  check(holds: boolean, fault: string): void {
    if (!holds) this.faults.push(fault);
  }
  /** Exactly one child of that name, with text. */
  one(of: Element, name: string): string {
    const found = texts(of, name);
    this.check(found.length === 1 && found[0] !== '', `<${of.tagName}>: ${found.length} <${name}>, or an empty one`);
    return found[0] ?? '';
  }
  unique(values: readonly string[], what: string): void {
    this.check(new Set(values).size === values.length, `${what} twice`);
  }
  /** Of equal dates Slack shows one. */
  descending(dates: readonly string[], what: string): void {
    const times = dates.map(Date.parse);
    this.check(
      times.every((time, index) => index === 0 || time < times[index - 1]!),
      `${what} do not descend`,
    );
  }
  html(html: string, where: string): void {
    for (const element of [...assertWellFormed(`<div>${html}</div>`).getElementsByTagName('*')].slice(1)) {
      this.check(/^(?:p|small|strong|a|h3|ul|li)$/.test(element.tagName), `${where}: <${element.tagName}>`);
      for (const { name, value } of [...element.attributes]) {
        this.check(name === 'href' && isAbsolute(value), `${where}: ${name}="${value}"`);
      }
    }
  }
  /** What RFC 5005 asks of the links. */
  history(holder: Element, link: string): void {
    const links = children(holder, link).map((each) => ({
      rel: each.getAttribute('rel') ?? 'alternate',
      href: each.getAttribute('href') ?? '',
      type: each.getAttribute('type'),
    }));
    this.unique(
      links.map(({ rel, type }) => `${rel} ${type}`),
      'a link relation',
    );
    for (const { rel, href } of links) {
      this.check(isAbsolute(href), `rel=${rel} is not absolute: ${href}`);
      const known = ['alternate', 'self', 'current', 'prev-archive', 'next-archive'];
      this.check(known.includes(rel), `rel=${rel}`);
    }
    const archive = children(holder, 'fh:archive').length;
    this.check(archive <= 1, 'fh:archive twice');
    const rels = links.map(({ rel }) => rel);
    this.check(
      archive === 1 || !rels.some((rel) => rel === 'current' || rel === 'next-archive'),
      'a live feed as archive',
    );
    if (rels.includes('self')) this.check((archive === 1) === rels.includes('current'), 'an archive without current');
  }
}

function rssFaults(root: Element): string[] {
  const judge = new Judge();
  const [channel] = children(root, 'channel');
  judge.check(root.getAttribute('version') === '2.0' && channel !== undefined, 'not RSS 2.0');
  for (const name of ['title', 'description', 'generator', 'language', 'docs']) judge.one(channel!, name);
  judge.check(isAbsolute(judge.one(channel!, 'link')), 'the link of the channel');
  judge.check(rfc822.test(judge.one(channel!, 'lastBuildDate')), 'lastBuildDate');
  judge.history(channel!, 'atom:link');
  const items = children(channel!, 'item');
  for (const item of items) {
    for (const name of ['title', 'description']) judge.one(item, name);
    judge.check(isAbsolute(judge.one(item, 'link')), 'the link of an item');
    judge.check(rfc822.test(judge.one(item, 'pubDate')), 'pubDate');
    judge.check(tagUri.test(judge.one(item, 'guid')), 'guid');
    judge.check(children(item, 'guid')[0]?.getAttribute('isPermaLink') === 'false', 'guid is no permalink');
    judge.check(texts(item, 'author').length === 0, 'an author must be an address');
    for (const name of ['dc:creator', 'category']) judge.check(!texts(item, name).includes(''), `an empty ${name}`);
    judge.html(judge.one(item, 'content:encoded'), 'content:encoded');
    judge.html(judge.one(item, 'description'), 'description');
    const order = [...item.childNodes].map((node) => node.nodeName);
    judge.check(order.indexOf('description') < order.indexOf('content:encoded'), 'description after content');
  }
  judge.unique(
    items.flatMap((item) => texts(item, 'guid')),
    'a guid',
  );
  judge.descending(
    items.flatMap((item) => texts(item, 'pubDate')),
    'dates',
  );
  return judge.faults;
}

function atomFaults(root: Element): string[] {
  const judge = new Judge();
  judge.check(root.namespaceURI === 'http://www.w3.org/2005/Atom' && root.tagName === 'feed', 'not Atom');
  judge.check((root.getAttribute('xml:lang') ?? '') !== '', 'no xml:lang');
  for (const name of ['title', 'subtitle', 'generator']) judge.one(root, name);
  judge.check(tagUri.test(judge.one(root, 'id')), 'the id of the feed');
  judge.check(rfc3339.test(judge.one(root, 'updated')), 'updated');
  judge.history(root, 'link');
  const authors = children(root, 'author');
  judge.check(authors.length === 1 && texts(authors[0]!, 'name')[0] !== '', 'the author of the feed');
  const entries = children(root, 'entry');
  for (const entry of entries) {
    judge.one(entry, 'title');
    judge.check(tagUri.test(judge.one(entry, 'id')), 'id');
    const [published, updated] = [judge.one(entry, 'published'), judge.one(entry, 'updated')];
    judge.check(rfc3339.test(published) && rfc3339.test(updated), 'dates of an entry');
    judge.check(Date.parse(updated) >= Date.parse(published), 'updated before published');
    const links = children(entry, 'link');
    judge.check(
      links.filter((link) => (link.getAttribute('rel') ?? 'alternate') === 'alternate').length === 1,
      'one alternate link',
    );
    for (const link of links) judge.check(isAbsolute(link.getAttribute('href') ?? ''), 'a link of an entry');
    for (const author of children(entry, 'author')) judge.one(author, 'name');
    for (const category of children(entry, 'category')) {
      judge.check((category.getAttribute('term') ?? '') !== '', 'an empty category');
    }
    judge.html(judge.one(entry, 'content'), 'content');
    judge.html(judge.one(entry, 'summary'), 'summary');
  }
  const all = (name: string) => entries.flatMap((entry) => texts(entry, name));
  judge.unique(all('id'), 'an id');
  judge.unique(all('updated'), 'an updated');
  judge.descending(all('published'), 'dates');
  const newest = all('updated').sort().at(-1);
  judge.check(newest === undefined || texts(root, 'updated')[0] === newest, 'updated is not that of the newest entry');
  return judge.faults;
}

const url = { type: 'string', pattern: '^https?://' };
const text = { type: 'string', minLength: 1 };
const date = { type: 'string', pattern: '^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?(Z|[+-]\\d\\d:\\d\\d)$' };
/** An author has at least one of its properties. */
const authors = {
  type: 'array',
  minItems: 1,
  items: {
    type: 'object',
    minProperties: 1,
    additionalProperties: false,
    properties: { name: text, url, avatar: url },
  },
};
/** A custom object: its name begins with an underscore, and has no dot. */
const extensions = { '^_[A-Za-z][^.]*$': { type: 'object' } };

/** JSON Feed 1.1, https://www.jsonfeed.org/version/1.1/; names that it does not know are refused. */
const jsonFeedSchema = {
  type: 'object',
  required: ['version', 'title', 'items'],
  additionalProperties: false,
  patternProperties: extensions,
  properties: {
    version: { const: 'https://jsonfeed.org/version/1.1' },
    title: text,
    home_page_url: url,
    feed_url: url,
    description: text,
    user_comment: text,
    next_url: url,
    icon: url,
    favicon: url,
    authors,
    language: { type: 'string', pattern: '^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$' },
    expired: { type: 'boolean' },
    hubs: { type: 'array', items: { type: 'object', required: ['type', 'url'] } },
    items: {
      type: 'array',
      items: {
        type: 'object',
        required: ['id'],
        anyOf: [{ required: ['content_html'] }, { required: ['content_text'] }],
        additionalProperties: false,
        patternProperties: extensions,
        properties: {
          id: text,
          url,
          external_url: url,
          title: text,
          content_html: text,
          content_text: text,
          summary: text,
          image: url,
          banner_image: url,
          date_published: date,
          date_modified: date,
          authors,
          tags: { type: 'array', items: text, uniqueItems: true },
          language: text,
          attachments: { type: 'array', items: { type: 'object', required: ['url', 'mime_type'] } },
        },
      },
    },
  },
};
const validate = new Ajv2020({ allErrors: true }).compile(jsonFeedSchema);

interface JsonFeed {
  feed_url?: string;
  next_url?: string;
  items: { id: string; content_html: string; date_published: string; date_modified: string }[];
}

function jsonFaults(written: string): string[] {
  const feed = JSON.parse(written) as JsonFeed;
  if (!validate(feed)) return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
  const judge = new Judge();
  judge.check(feed.next_url === undefined || feed.next_url !== feed.feed_url, 'next_url leads back');
  judge.unique(
    feed.items.map(({ id }) => id),
    'an id',
  );
  judge.descending(
    feed.items.map((item) => item.date_published),
    'dates',
  );
  for (const item of feed.items) {
    judge.html(item.content_html, 'content_html');
    judge.check(Date.parse(item.date_modified) >= Date.parse(item.date_published), 'modified before published');
  }
  return judge.faults;
}
