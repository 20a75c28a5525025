/**
 * Makes a feed that was opened in a browser readable: what it is, then each item's title, day, authors, summary and address.
 * The whole content is HTML in escaped form, which no style sheet can unfold, so it stays hidden. Colours as in the mail.
 */
export const feedStyle = `@namespace dc "http://purl.org/dc/elements/1.1/";
@namespace content "http://purl.org/rss/1.0/modules/content/";
@namespace atom "http://www.w3.org/2005/Atom";

:root {
  display: block;
  box-sizing: border-box;
  max-width: 44rem;
  margin: 0 auto;
  padding: 1.5rem 1rem 4rem;
  background: #fff;
  color: #1d1d1f;
  font: 1rem/1.55 system-ui, sans-serif;
  overflow-wrap: break-word;
}

:root::before {
  content: "This is a feed. Copy its address into a feed reader to be told of what is new.";
  display: block;
  margin-bottom: 2rem;
  padding: 0.75rem 1rem;
  border-left: 4px solid #a3341f;
  background: #f6f1ea;
}

channel, item, atom|entry { display: block; }

/* Hidden unless named below. */
channel > *, item > *, atom|feed > *, atom|entry > * { display: none; }

channel > item, atom|feed > atom|entry {
  display: flex;
  flex-wrap: wrap;
  gap: 0 0.75em;
  margin-top: 1.75rem;
  padding-top: 1.75rem;
  border-top: 1px solid #d8d4cd;
}

channel > title, atom|feed > atom|title { display: block; font: 700 1.75rem/1.25 Georgia, serif; }
channel > description, atom|feed > atom|subtitle { display: block; margin-top: 0.5rem; color: #5a5a60; }

/* In this order, whatever that of the document: title, day, summary, authors, topics, address. */
item > *, atom|entry > * { font-size: 0.875rem; }
item > title, atom|entry > atom|title { display: block; order: 1; flex: 0 0 100%; font: 700 1.2rem/1.35 Georgia, serif; }
item > pubDate, atom|entry > atom|published { display: block; order: 2; flex: 0 0 100%; color: #5a5a60; }
item > description, atom|entry > atom|summary { display: block; order: 3; flex: 0 0 100%; margin: 0.5rem 0; font-size: 1rem; }
item > dc|creator, atom|entry > atom|author { display: block; order: 4; color: #5a5a60; }
item > category, atom|entry > atom|category { display: block; order: 5; color: #a3341f; }
item > category::before, atom|entry > atom|category::before { content: "# "; }
atom|entry > atom|category::after { content: attr(label); }
item > link, atom|entry > atom|link:not([rel="related"]) {
  display: block;
  order: 6;
  flex: 0 0 100%;
  overflow: hidden;
  white-space: nowrap;
  text-overflow: ellipsis;
  color: #1a5fb4;
}
atom|entry > atom|link:not([rel="related"])::after { content: attr(href); }

@media (prefers-color-scheme: dark) {
  :root { background: #17171a; color: #ececee; }
  :root::before { background: #26221f; border-color: #ff9d85; }
  channel > description, atom|feed > atom|subtitle, item > pubDate, atom|entry > atom|published,
  item > dc|creator, atom|entry > atom|author { color: #a9a9b2; }
  item > link, atom|entry > atom|link:not([rel="related"]) { color: #8ab4f8; }
  item > category, atom|entry > atom|category { color: #ff9d85; }
  channel > item, atom|feed > atom|entry { border-color: #3a3a40; }
}
`;
