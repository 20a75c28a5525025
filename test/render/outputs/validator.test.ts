import type { Element } from '@xmldom/xmldom';
import { describe, expect, test } from 'vitest';
import type { Collection } from '../../../src/render/output.ts';
import { outputs } from '../../../src/render/outputs/index.ts';
import { allOf, collection, context, topicOf } from '../fixtures.ts';
import { assertWellFormed, elementNames } from './readers.ts';

/**
 * The rules of the W3C feed validator that can be checked without it, errors and warnings alike. What cannot be met is
 * said here: an RSS title is plain text, and the validator warns (ContainsHTML) of a title that itself contains the end
 * tag of an HTML element or an entity. Titles of that kind are left literal. Without a site it also misses rel=self.
 */
const feeds: [string, Collection][] = [
  ['all', allOf()],
  ['topic', topicOf('reasoning')],
  ['empty', collection([], { date: null })],
];

const children = (element: Element, name: string) =>
  [...element.childNodes].filter((node) => node.nodeName === name).map((node) => node as Element);
const text = (element: Element, name: string) => children(element, name).map((child) => child.textContent ?? '');
const only = (element: Element, name: string): string => {
  const found = text(element, name);
  expect(found, `<${name}> in <${element.tagName}>`).toHaveLength(1);
  expect(found[0]?.trim(), name).not.toBe('');
  return found[0] ?? '';
};
const unique = (values: string[]) => expect(new Set(values).size).toBe(values.length);
const descending = (values: string[]) => {
  const times = values.map((value) => Date.parse(value));
  expect(times).toEqual(times.toSorted((a, b) => b - a));
};

describe.each(feeds)('validator rules: %s', (_, each) => {
  test('RSS 2.0', () => {
    const root = assertWellFormed(outputs.rss.render(each, context)).documentElement as Element;
    const rfc822 =
      /^(Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d (Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) \d{4} \d\d:\d\d:\d\d GMT$/;
    expect(root.tagName).toBe('rss');
    expect(root.getAttribute('version')).toBe('2.0');
    const channel = children(root, 'channel')[0] as Element;
    for (const name of ['title', 'description', 'generator', 'language']) only(channel, name);
    expect(only(channel, 'link')).toMatch(/^https:\/\//);
    expect(only(channel, 'docs')).toBe('http://www.rssboard.org/rss-specification');
    expect(only(channel, 'lastBuildDate')).toMatch(rfc822);
    const self = children(channel, 'atom:link').map((link) => [
      link.getAttribute('rel'),
      link.getAttribute('href'),
      link.getAttribute('type'),
    ]);
    expect(self).toEqual([['self', `https://papers.example.org/daily/${each.path}/rss.xml`, 'application/rss+xml']]);
    const items = children(channel, 'item');
    expect(items).toHaveLength(each.items.length);
    for (const item of items) {
      only(item, 'title');
      only(item, 'description');
      expect(only(item, 'link')).toMatch(/^https:\/\//);
      expect(only(item, 'pubDate')).toMatch(rfc822);
      expect(children(item, 'guid')[0]?.getAttribute('isPermaLink')).toBe('false');
      expect(text(item, 'author')).toEqual([]);
      for (const creator of text(item, 'dc:creator')) expect(creator).toMatch(/\S/);
      const order = [...item.childNodes].map((node) => node.nodeName);
      expect(order.indexOf('description')).toBeLessThan(order.indexOf('content:encoded'));
      expect(
        elementNames(only(item, 'content:encoded')).filter((name) => !['p', 'small', 'strong', 'a'].includes(name)),
      ).toEqual([]);
      expect(elementNames(only(item, 'description'))).toEqual([]);
    }
    unique(items.map((item) => only(item, 'guid')));
    unique(items.map((item) => only(item, 'pubDate')));
    descending(items.map((item) => only(item, 'pubDate')));
  });

  test('Atom', () => {
    const root = assertWellFormed(outputs.atom.render(each, context)).documentElement as Element;
    const rfc3339 = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/;
    expect(root.namespaceURI).toBe('http://www.w3.org/2005/Atom');
    expect(root.getAttribute('xml:lang')).toBe('en');
    for (const name of ['title', 'subtitle', 'generator']) only(root, name);
    expect(only(root, 'id')).toMatch(/^tag:[\w.]+,\d{4}:/);
    expect(only(root, 'updated')).toMatch(rfc3339);
    const links = children(root, 'link').map((link) => link.getAttribute('rel'));
    expect(links).toEqual(['alternate', 'self']);
    const entries = children(root, 'entry');
    expect(entries).toHaveLength(each.items.length);
    for (const entry of entries) {
      only(entry, 'title');
      expect(elementNames(only(entry, 'title'))).toEqual([]);
      expect(only(entry, 'id')).toMatch(/^tag:/);
      expect(only(entry, 'published')).toMatch(rfc3339);
      expect(only(entry, 'updated')).toMatch(rfc3339);
      expect(children(entry, 'link')[0]?.getAttribute('href')).toMatch(/^https:\/\//);
      expect(children(entry, 'author').length + children(root, 'author').length).toBeGreaterThan(0);
      for (const author of children(entry, 'author')) only(author, 'name');
      only(entry, 'content');
    }
    unique(entries.map((entry) => only(entry, 'id')));
    unique(entries.map((entry) => only(entry, 'updated')));
    descending(entries.map((entry) => only(entry, 'published')));
    const newest = entries
      .map((entry) => only(entry, 'updated'))
      .sort()
      .at(-1);
    expect(only(root, 'updated')).toBe(newest ?? '2023-05-04T00:00:00.000Z');
  });
});

test('the helpers find faults (positive control)', () => {
  expect(() => assertWellFormed('<a>&nbsp;</a>')).toThrow();
  expect(() => assertWellFormed('<a>\u0001</a>')).toThrow();
  expect(() => assertWellFormed('<a b="<"/>')).toThrow();
  expect(elementNames('<p>a</p><b>x</b>')).toEqual(['p', 'b']);
  expect(() => unique(['a', 'a'])).toThrow();
  expect(() => descending(['2025-01-01', '2025-01-02'])).toThrow();
});
