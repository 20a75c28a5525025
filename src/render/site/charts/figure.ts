import type { Html, SiteTemplates } from '../templates.ts';

/** A chart with the words around it. */
export interface FigureView {
  title: string;
  /** What it shows, in a sentence. */
  text: string;
  /** Under the drawing: first and last value of its length. */
  axis: string[];
  /** The summary of the fold with the table. */
  numbers: string;
  columns: string[];
  rows: { head: string; cells: string[] }[];
}

export const figure = (templates: SiteTemplates, view: FigureView, chart: Html): Html =>
  templates.render('figure', view, { chart });
