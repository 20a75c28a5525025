import type { CatalogueEntry } from '../catalogue.ts';

/** Codes of the room `parse`. */
export const parse = {
  'unknown-format': {
    severity: 'error',
    title: 'The file is in no format that Paperboy reads.',
    explanation: 'No known format recognised the beginning of the file. Nothing of it was taken in.',
    remedy: 'Save the Daily Papers page as text, or the answer of its API as JSON, and try again.',
    example: 'dumps/notes.pdf error not a dump in a known format',
  },
} satisfies Record<string, CatalogueEntry>;
