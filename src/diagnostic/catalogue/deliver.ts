import type { CatalogueEntry } from '../catalogue.ts';

/** Codes of the room `deliver`. */
export const deliver = {} satisfies Record<string, CatalogueEntry>;
