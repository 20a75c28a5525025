export { type CatalogueEntry, type Code, catalogue } from './catalogue.ts';
export { type DiagnosticDetail, diagnostic, UserError } from './diagnostic.ts';
export { formatDiagnostic } from './format.ts';
