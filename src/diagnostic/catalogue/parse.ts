import type { CatalogueEntry } from '../catalogue.ts';

/** Codes of the room `parse`. */
export const parse = {} satisfies Record<string, CatalogueEntry>;
