import { TemplateError } from './types.ts';

/** The few things that make a mail look like its sender's. */
export interface Theme {
  /** The name at the top. */
  logo: string;
  /** `#rrggbb`: headings of topics, badges, bars. */
  accent: string;
  /** The same on a dark ground. */
  accentDark: string;
  /** Of the mail on a wide screen, in pixels. */
  width: number;
}

/** The grounds of `shell.mjml`, by which the accent's contrast is judged. */
export const GROUND = { light: '#ffffff', dark: '#171615' };

/** WCAG 2.2, 1.4.3 (AA) for text. */
const CONTRAST = 4.5;

const expected = {
  logo: '1 to 40 characters, without any of < > { } [ ] @ \\',
  accent: 'a colour such as "#97401f"',
  width: 'a whole number of pixels from 320 to 800',
};

/**
 * Reads `theme.json`: `logo`, `accent` and `width`, and `accentDark` where the one worked out from `accent` does not
 * please. Throws `TemplateError`, also for a colour that people with weak sight could not read.
 */
export function readTheme(source: string): Theme {
  const refuse = (problem: string): never => {
    throw new TemplateError('theme.json', problem);
  };
  let given: Record<string, unknown>;
  try {
    given = JSON.parse(source);
  } catch (error) {
    return refuse(`it is not JSON: ${(error as Error).message}`);
  }
  if (typeof given !== 'object' || given === null || Array.isArray(given)) return refuse('it is not an object');
  const { logo, accent, accentDark, width, ...rest } = given;
  const [stranger] = Object.keys(rest);
  if (stranger !== undefined) refuse(`there is no token ${JSON.stringify(stranger)}: logo, accent, accentDark, width`);
  const isLogo =
    typeof logo === 'string' && /^[^<>{}[\]@\\\p{C}\p{Zl}\p{Zp}]{1,40}$/u.test(logo) && logo.trim() === logo;
  if (!isLogo) return refuse(`logo must be ${expected.logo}`);
  const isWidth = typeof width === 'number' && Number.isInteger(width) && width >= 320 && width <= 800;
  if (!isWidth) return refuse(`width must be ${expected.width}`);
  if (!isColour(accent)) return refuse(`accent must be ${expected.accent}`);
  const dark = accentDark ?? readable(accent);
  if (!isColour(dark)) return refuse(`accentDark must be ${expected.accent}`);
  for (const [name, colour, ground] of [
    ['accent', accent, GROUND.light],
    ['accentDark', dark, GROUND.dark],
  ] as const) {
    const ratio = contrast(colour, ground);
    if (ratio < CONTRAST)
      refuse(`${name} ${colour} has a contrast of ${ratio.toFixed(1)} on ${ground}; it needs ${CONTRAST}`);
  }
  return { logo, accent, accentDark: dark, width };
}

/**
 * Puts the tokens into the sources of templates: `[[logo]]`, `[[accent]]`, `[[accent-soft]]`, both with `-dark`, and
 * `[[width]]`. They are
 * checked text of the operator, so this may happen before anything is compiled.
 */
export function applyTheme(theme: Theme, file: string, source: string): string {
  const logo = file.startsWith('text-') ? theme.logo : theme.logo.replaceAll('&', '&amp;').replaceAll('"', '&quot;');
  const tokens: Record<string, string> = {
    logo,
    accent: theme.accent,
    'accent-dark': theme.accentDark,
    // For borders: half way to the ground.
    'accent-soft': mix(theme.accent, GROUND.light, 0.5),
    'accent-soft-dark': mix(theme.accentDark, GROUND.dark, 0.5),
    width: String(theme.width),
  };
  return source.replace(/\[\[([a-z-]+)\]\]/g, (_, name: string) => {
    const value = Object.hasOwn(tokens, name) ? tokens[name] : undefined;
    if (value === undefined)
      throw new TemplateError(file, `there is no token [[${name}]]: ${Object.keys(tokens).join(', ')}`);
    return value;
  });
}

/** Contrast of two colours, 1 to 21 (WCAG 2.2). */
export function contrast(a: string, b: string): number {
  const [light, dark] = [luminance(a), luminance(b)].sort((x, y) => y - x) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

/** The colour, mixed with white until it reads well on the dark ground. */
function readable(colour: string): string {
  for (let share = 0.2; share < 1; share += 0.05) {
    const hex = mix(colour, '#ffffff', share);
    if (contrast(hex, GROUND.dark) >= 7) return hex;
  }
  return '#ffffff';
}

/** A colour with a share of another, 0 to 1. */
function mix(colour: string, other: string, share: number): string {
  const others = channels(other);
  const mixed = channels(colour).map((value, i) => Math.round(value + (others[i]! - value) * share));
  return `#${mixed.map((value) => value.toString(16).padStart(2, '0')).join('')}`;
}

const isColour = (value: unknown): value is string => typeof value === 'string' && /^#[0-9a-f]{6}$/i.test(value);

const channels = (colour: string): number[] => [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16));

function luminance(colour: string): number {
  const [r, g, b] = channels(colour).map((value) => {
    const part = value / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
