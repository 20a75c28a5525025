/** A command of layout, accent or reference: its name is no word of the text. */
const LAYOUT = new Set(
  (
    'emph textbf textit texttt textsc textrm textsf text mathbf mathit mathcal mathbb mathrm mathsf mathfrak boldsymbol bm ' +
    'operatorname mbox hbox underline overline bar hat tilde vec dot ddot frac dfrac tfrac sqrt left right big bigl bigr ' +
    'Big begin end cite citep citet ref eqref label url href footnote item quad qquad ensuremath rm it bf tt em sc cal'
  ).split(' '),
);
const COMMAND = /\\([A-Za-z]{2,12})(?![A-Za-z])/y;
/** An accent before a letter: `\"i`, `\'{e}`, `\H{o}`, `\c{c}`. */
const ACCENT = /\\(?:["'`^~=.](?:\{([A-Za-z])\}|([A-Za-z]))|[Hcvukbdrt]\{([A-Za-z])\})/y;

/** What a backslash begins: a letter with an accent, or a command whose name is to be skipped; `null`: nothing special. */
export function latexAt(text: string, at: number): { end: number; letter: string } | null {
  ACCENT.lastIndex = at;
  const accent = ACCENT.exec(text);
  if (accent !== null) return { end: ACCENT.lastIndex, letter: accent[1] ?? accent[2] ?? accent[3]! };
  COMMAND.lastIndex = at;
  const command = COMMAND.exec(text);
  return command !== null && LAYOUT.has(command[1]!) ? { end: COMMAND.lastIndex, letter: '' } : null;
}

const GREEK = new Map(
  (
    'α alpha β beta γ gamma δ delta ε epsilon ζ zeta η eta θ theta ι iota κ kappa λ lambda μ mu ν nu ξ xi π pi ρ rho ' +
    'σ sigma τ tau υ upsilon φ phi χ chi ψ psi ω omega'
  )
    .split(' ')
    .flatMap((letter, i, all) => (i % 2 === 0 ? [[letter, all[i + 1]!] as const] : [])),
);

/**
 * The name of a Greek letter that stands alone or before a number, in lower case: `$\tau$` and `τ` are one, so are `τ²` and
 * `\tau^2`. Anything else as it is.
 */
export function greekName(lowered: string): string {
  const letter = lowered[0]!;
  if (!(letter >= 'α' && letter <= 'ω')) return lowered;
  return lowered.length === 1 || /^.[0-9.]+$/.test(lowered)
    ? (GREEK.get(letter) ?? letter) + lowered.slice(1)
    : lowered;
}
