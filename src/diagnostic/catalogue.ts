import type { Severity } from '../model/index.ts';

/** What the catalogue says of one code: the text of its section in `docs/diagnostics.md`. */
export interface CatalogueEntry {
  severity: Severity;
  /** One line: what it means. */
  title: string;
  /** Why it happens and what Paperboy did about it. */
  explanation: string;
  /** What to do. */
  remedy: string;
  /** How it looks. */
  example: string;
}

import { config } from './catalogue/config.ts';
import { deliver } from './catalogue/deliver.ts';
import { fetching } from './catalogue/fetch.ts';
import { parse } from './catalogue/parse.ts';
import { store } from './catalogue/store.ts';

/** Every diagnostic code there is. A code is never reused for something else. */
export const catalogue = { ...parse, ...config, ...store, ...deliver, ...fetching } satisfies Record<
  string,
  CatalogueEntry
>;

export type Code = keyof typeof catalogue;
