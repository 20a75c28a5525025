import type { CatalogueEntry } from '../catalogue.ts';

/** Codes of the room `store`. */
export const store = {} satisfies Record<string, CatalogueEntry>;
