import type { CatalogueEntry } from '../catalogue.ts';

/** Codes of the room `deliver`. */
export const deliver = {
  'smtp-missing': {
    severity: 'error',
    title: 'Sending by SMTP was asked for, but no server is configured.',
    explanation: 'The environment variable SMTP_URL is not set.',
    remedy: 'Set SMTP_URL, for instance `smtps://user@mail.example.org:465`, and SMTP_PASSWORD.',
    example: 'error sending was asked for, but SMTP_URL is not set',
  },
} satisfies Record<string, CatalogueEntry>;
