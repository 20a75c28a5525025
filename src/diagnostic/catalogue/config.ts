import type { CatalogueEntry } from '../catalogue.ts';

/** Codes of the room `config`. */
export const config = {
  'subscription-invalid': {
    severity: 'error',
    title: 'A subscription file says something that is not allowed.',
    explanation: 'The file was read, but a field is missing, unknown or has a value of the wrong kind.',
    remedy: 'Correct the place named. `schemas/subscription.schema.json` lists all fields; editors use it as you type.',
    example: 'subscriptions/ada.yaml:7:5 error unknown field "keyword"; did you mean "any"?',
  },
} satisfies Record<string, CatalogueEntry>;
