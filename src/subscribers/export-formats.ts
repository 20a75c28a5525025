/** How a list can be written; the last two hold nothing but addresses, names and what those programs know. */
export const exportFormats = ['csv', 'json', 'listmonk', 'mailman'] as const;
export type ExportFormat = (typeof exportFormats)[number];
