import type { Output } from '../output.ts';
import { atom } from './atom.ts';
import { jsonFeed } from './json-feed.ts';
import { markdown } from './markdown.ts';
import { rss } from './rss.ts';

/** Every output of a collection. A new one is a line here, a file beside this one and a folder in `test/golden/`. */
export const outputs = { rss, atom, jsonFeed, markdown } satisfies Record<string, Output>;
