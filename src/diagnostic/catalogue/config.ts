import type { CatalogueEntry } from '../catalogue.ts';

/** Codes of the room `config`. */
export const config = {} satisfies Record<string, CatalogueEntry>;
