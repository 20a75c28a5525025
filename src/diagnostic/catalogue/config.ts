import type { CatalogueEntry } from '../entry.ts';

/** Codes of the room `config`. */
export const config = {
  'subscription-invalid': {
    severity: 'error',
    title: 'A subscription file says something that is not allowed.',
    explanation:
      'The file was read, but a field is missing, unknown or has a value of the wrong kind. The other subscriptions are not affected.',
    remedy: 'Correct the place named. `schemas/subscription.schema.json` lists all fields; editors use it as you type.',
    example: 'subscriptions/ada.yaml:7:5 error unknown field "keyword"; did you mean "any"?',
  },
  'subscription-unreadable': {
    severity: 'error',
    title: 'A subscription file cannot be read as YAML.',
    explanation:
      'The file or the folder cannot be opened, the text is not YAML, or it is larger or more deeply nested than a subscription ever needs to be.',
    remedy: 'Correct the place named; indent with spaces, two for each level.',
    example: 'subscriptions/ada.yaml:3:1 error a tab is used for indentation',
  },
  'subscription-duplicate': {
    severity: 'error',
    title: 'Two subscription files have the same id.',
    explanation:
      'The id says who has received what, so it must be unique. The first file in order of names keeps it; the second one is left out.',
    remedy: 'Give one of them another `id`.',
    example: 'subscriptions/grace.yaml error the id "ada" is taken by subscriptions/ada.yaml',
  },
  'subscribers-invalid': {
    severity: 'error',
    title: 'PAPERBOY_SUBSCRIBERS says something that is not allowed.',
    explanation:
      'The variable holds an address, or a whole subscription, for each id, as YAML or JSON. The place named counts in its text. Nothing of it is repeated, because addresses stay out of logs. The other entries count.',
    remedy: 'Correct the place named. An id is the name of a file in the folder of subscriptions, without its ending.',
    example: 'PAPERBOY_SUBSCRIBERS:2:1 error the address of ben has no "@" [subscribers-invalid]',
  },
  'setting-invalid': {
    severity: 'error',
    title: 'A setting has a value that cannot be used.',
    explanation:
      'A flag, an environment variable or a line of `paperboy.yaml` was given, but its value is not of the kind needed, or there is no such setting. Nothing was done.',
    remedy: 'Correct the value, or leave the setting out to get its default. `paperboy config` shows all of them.',
    example: 'error PAPERBOY_SITE_URL is not an absolute http(s) address',
  },
  'settings-unreadable': {
    severity: 'error',
    title: 'The file of settings cannot be read.',
    explanation:
      '`paperboy.yaml`, or the file that `--config` or `PAPERBOY_CONFIG` names, is not there, cannot be opened, or is not YAML. Nothing was done.',
    remedy: 'Correct the place named; indent with spaces. Without the file every setting has its default.',
    example: 'settings.yaml error there is no such file [settings-unreadable]',
  },
  'address-unset': {
    severity: 'error',
    title: 'The environment variable that should hold a subscriber’s address is not set.',
    explanation: 'The subscription names its address as `env:NAME` or `secret:NAME`. It gets no mail in this run.',
    remedy: 'Set the variable; in a GitHub workflow pass the secret on under `env:`.',
    example: 'subscriptions/ada.yaml error the environment variable ADA_ADDRESS is not set',
  },
  'address-invalid': {
    severity: 'error',
    title: 'A subscriber’s address is not one plain e-mail address.',
    explanation:
      'Only `name@domain` is accepted: one recipient, no display name, quotes, comments, spaces or lists. The value is not repeated here, because addresses stay out of logs.',
    remedy: 'Correct the address.',
    example: 'subscriptions/ada.yaml error the address in ADA_ADDRESS has no "@"',
  },
  'subscription-waits': {
    severity: 'info',
    title: 'A subscription starts with the next edition.',
    explanation:
      'It was first seen after the newest edition had been taken in. Subscriptions get what comes after they were first seen.',
    remedy: 'Wait for the next dump, or write `backfill: 5` into the file to get up to five earlier papers that match.',
    example: 'subscriptions/dora.yaml info dora was first seen after the newest edition and starts with the next one',
  },
  usage: {
    severity: 'error',
    title: 'The command line was not understood.',
    explanation: 'A command or an option is missing, unknown or has a value that is not allowed. Nothing was done.',
    remedy: '`paperboy --help` shows the commands, `paperboy COMMAND --help` the options of one.',
    example: 'error Unknown argument: jason [usage]',
  },
  'query-invalid': {
    severity: 'error',
    title: 'A query or keyword cannot be used.',
    explanation: 'The place named does not follow the grammar of `docs/matching.md`, or asks for nothing.',
    remedy: 'Correct the place named; the column counts from 1.',
    example: 'error query: "(" is never closed [query-invalid]',
  },
  'template-invalid': {
    severity: 'error',
    title: 'A template of the mail cannot be used.',
    explanation:
      'A file of your templates lacks a part that the mail needs, has one that it may not have, or is a theme that nobody could read. Nothing was mailed; when it is the template of one subscription, only to that one.',
    remedy:
      'Compare your template with the one that ships (`paperboy templates eject` copies it), or remove it: then that one is used.',
    example:
      'my-templates/email/theme.json error accent #ffcc00 has a contrast of 1.5 on #ffffff; it needs 4.5 [template-invalid]',
  },
} satisfies Record<string, CatalogueEntry>;
