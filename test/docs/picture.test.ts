import { describe, expect, it } from 'vitest';
import { palettes, picture } from './picture.ts';
import { read, refresh } from './support.ts';

/** Relative luminance of a colour (WCAG 2, "relative luminance"). */
const luminance = (colour: string): number => {
  const [r, g, b] = [1, 3, 5].map((at) => {
    const value = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r! + 0.7152 * g! + 0.0722 * b!;
};
const contrast = (one: string, other: string): number => {
  const [low, high] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (high! + 0.05) / (low! + 0.05);
};

describe.each(Object.entries(palettes))('the picture of how it works, %s', (name, palette) => {
  const path = `docs/images/how-it-works-${name}.svg`;
  refresh(path, picture(palette));

  it('is what the script draws', () => expect(read(path)).toBe(picture(palette)));

  it('has text that can be read on every ground', () => {
    for (const [ground] of [palette.step, palette.open, palette.closed, palette.memory, [palette.ground]])
      for (const ink of [palette.ink, palette.quiet]) expect(contrast(ink, ground!)).toBeGreaterThan(4.5);
  });

  it('loads nothing from elsewhere and says in words what it shows', () => {
    const svg = read(path).replace('http://www.w3.org/2000/svg', '');
    expect(svg).not.toMatch(/https?:|href|<script|<image/);
    expect(svg).toMatch(/<title id="t">.+<\/title>\n<desc id="d">.{100}/);
  });
});

it('would see too little contrast', () => expect(contrast('#8c959f', '#f6f8fa')).toBeLessThan(4.5));
