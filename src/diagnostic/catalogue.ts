import { action } from './catalogue/action.ts';
import { config } from './catalogue/config.ts';
import { deliver } from './catalogue/deliver.ts';
import { fetching } from './catalogue/fetch.ts';
import { parse } from './catalogue/parse.ts';
import { store } from './catalogue/store.ts';
import { subscribers } from './catalogue/subscribers.ts';
import type { CatalogueEntry } from './entry.ts';

/** Every diagnostic code there is. A code is never reused for something else. */
export const catalogue = {
  ...parse,
  ...config,
  ...store,
  ...deliver,
  ...fetching,
  ...subscribers,
  ...action,
} satisfies Record<string, CatalogueEntry>;

export type Code = keyof typeof catalogue;
