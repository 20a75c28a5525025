import { element, writeHtml, type XmlNode } from '../../xml.ts';
import type { Html } from '../templates.ts';

/** The measures of a drawing. It is stretched to the width there is, so it holds shapes alone; words stand around it as text. */
export const WIDTH = 600;

/**
 * A drawing with its name and what it shows in words, for those who do not see it.
 * @param id unlike all others of the page.
 */
export function drawing(id: string, title: string, description: string, height: number, shapes: XmlNode[]): Html {
  return writeHtml([
    element(
      'svg',
      {
        class: 'drawing',
        viewBox: `0 0 ${WIDTH} ${height}`,
        preserveAspectRatio: 'none',
        role: 'img',
        'aria-labelledby': `${id}-title ${id}-desc`,
      },
      [
        element('title', { id: `${id}-title` }, [title]),
        element('desc', { id: `${id}-desc` }, [description]),
        ...shapes,
      ],
    ),
  ]);
}

/** A number of a drawing: to a hundredth, so that the last digits of a float never make other bytes. */
export const round = (value: number): string => String(Math.round(value * 100) / 100);
